export function ResponseDialog({ nodeId }: { readonly nodeId: number }) {
  return <div data-node-id={nodeId} />
}
