export function RunsPage({ runId }: { readonly runId: string | null }) {
  return <main aria-busy="true" data-run-id={runId} />
}
