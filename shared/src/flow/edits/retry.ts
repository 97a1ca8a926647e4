import type { Flow, Retry } from '../schema.ts'
import { editNode, without } from './edit-node.ts'

/** Sets how an action tries again after a failure; null for one try only. */
export function setRetry(flow: Flow, nodeId: number, retry: Retry | null): Flow {
  return editNode(flow, nodeId, (node) => {
    if (retry === null) return node.retry === undefined ? node : without(node, 'retry')
    return { ...node, retry }
  })
}

/** Sets the seconds after which an action fails with all its tries; null for no such limit. */
export function setDeadline(flow: Flow, nodeId: number, seconds: number | null): Flow {
  return editNode(flow, nodeId, (node) => {
    if (seconds === null) return node.deadlineSeconds === undefined ? node : without(node, 'deadlineSeconds')
    return node.deadlineSeconds === seconds ? node : { ...node, deadlineSeconds: seconds }
  })
}
