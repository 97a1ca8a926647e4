import type { KeepWorkingCopy, WorkingCopyResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type FlowNode, withoutTypedSecrets } from '@patchbay/shared/flow'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { requireId } from '../kit/ids.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { WorkingCopyRepository } from '../store/repositories/working-copy-repository.ts'

/** The owner of a copy, such as `user:<id>`. Each owner sees only own copies. */
export type Owner = string

/** Unsaved changes on the board. Every method throws FLOW_NOT_FOUND when there is no such flow. */
export interface WorkingCopies {
  /** The copies of this owner, one per browser, last modified first. */
  list(flowId: string, owner: Owner): Promise<readonly WorkingCopyResource[]>
  /**
   * Stores the copy, without secrets in plain text.
   * @throws AppError INVALID_INPUT when it is based on a revision that does not exist yet
   */
  keep(flowId: string, id: string, owner: Owner, copy: KeepWorkingCopy): Promise<void>
  remove(flowId: string, id: string, owner: Owner): Promise<void>
  /** Removes a copy that has become the draft. A failure to remove it does not make the save fail. */
  removeSaved(flowId: string, id: string, owner: Owner): Promise<void>
}

export interface WorkingCopiesOptions {
  readonly copies: WorkingCopyRepository
  readonly flows: FlowRepository
  readonly registry: NodeRegistry
  readonly now: () => Date
  onError(error: unknown): void
}

export function createWorkingCopies({ copies, flows, registry, now, onError }: WorkingCopiesOptions): WorkingCopies {
  const definitions = { of: (node: FlowNode) => registry.of(node)?.definition }

  async function remove(flowId: string, id: string, owner: Owner): Promise<void> {
    await copies.remove({ flowId: flowIdOf(flowId), owner, id: copyIdOf(id) })
  }

  return {
    async list(flowId, owner) {
      const id = flowIdOf(flowId)
      await flows.requireFlow(id)
      const found = await copies.list(id, owner)
      return found.map((copy) => ({ ...copy, modifiedAt: copy.modifiedAt.toISOString() }))
    },
    async keep(flowId, id, owner, { revision, edit, document }) {
      const key = { flowId: flowIdOf(flowId), owner, id: copyIdOf(id) }
      const draft = await flows.get(key.flowId)
      if (revision > draft.revision) throw unknownRevision(draft.revision)
      const kept = withoutTypedSecrets(document, draft.document, definitions)
      await copies.keep({ ...key, revision, edit, document: kept, modifiedAt: now() })
    },
    remove,
    removeSaved: (flowId, id, owner) => remove(flowId, id, owner).catch(onError),
  }
}

function flowIdOf(id: string): string {
  return requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
}

function copyIdOf(id: string): string {
  return requireId(id, 'NOT_FOUND', 'The id of a working copy is a UUID.')
}

function unknownRevision(stored: number): AppError {
  const message = `The draft has revision ${stored}; a working copy begins from that one or an earlier one.`
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'revision', message }] })
}
