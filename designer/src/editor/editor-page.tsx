/** The editor of one flow: Actions menu, board and Configurations Panel. */
export function EditorPage({ flowId }: { readonly flowId: string }) {
  return <main aria-busy="true" data-flow-id={flowId} />
}
