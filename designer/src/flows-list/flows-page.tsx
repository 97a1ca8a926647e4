export function FlowsPage() {
  return <main aria-busy="true" />
}
