import type { Flow } from '../schema.ts'
import { editNode, without } from './edit-node.ts'

/** Keeps a sample reply, as `sampleOf` makes it, with an action; null for none. */
export function setSample(flow: Flow, nodeId: number, sample: string | null): Flow {
  return editNode(flow, nodeId, (node) => {
    if (sample === (node.sample ?? null)) return node
    return sample === null ? without(node, 'sample') : { ...node, sample }
  })
}
