import type { Connection, Flow } from '@patchbay/shared/flow'

/** The actions of `after` that are new or differ from `before`, also by a connection that leaves them. */
export function changedNodes(before: Flow, after: Flow): number[] {
  const known = new Set(before.nodes)
  const changed = new Set(after.nodes.filter((node) => !known.has(node)).map(({ id }) => id))
  for (const { from } of differing(before.connections, after.connections)) changed.add(from)
  return after.nodes.filter(({ id }) => changed.has(id)).map(({ id }) => id)
}

/** Those that only one of the two lists has. Edits keep the objects that they leave alone. */
function differing(before: readonly Connection[], after: readonly Connection[]): Connection[] {
  const [old, present] = [new Set(before), new Set(after)]
  return [...before.filter((one) => !present.has(one)), ...after.filter((one) => !old.has(one))]
}
