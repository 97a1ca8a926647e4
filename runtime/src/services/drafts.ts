import { AppError } from '@patchbay/shared/errors'
import { ANY_CHANNEL, hearsChannel } from '@patchbay/shared/nodes'
import type { LiveFlow, LiveTrigger } from '../engine/live-flows.ts'
import type { Plans } from '../engine/plans.ts'
import { requireId } from '../kit/ids.ts'
import type { AddressRepository } from '../messaging/address-repository.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { FlowProblems } from './flow-problems.ts'
import { refuseErrors } from './refuse-errors.ts'

/** Saved drafts, made ready for runs that test them. No event from outside finds them. */
export interface Drafts {
  /** @throws AppError FLOW_NOT_FOUND, NOT_DEPLOYABLE and PATH_IN_USE with the problems, SECRET_MISSING */
  ready(flowId: string, by: string): Promise<LiveFlow>
  /** The trigger of the draft that messages of this channel start. @throws AppError INVALID_INPUT, and as `ready` */
  byMessage(flowId: string, channel: string, by: string): Promise<LiveTrigger>
}

export interface DraftsOptions {
  readonly flows: Pick<FlowRepository, 'get' | 'keepDraft'>
  readonly addresses: Pick<AddressRepository, 'ofFlows'>
  readonly problems: Pick<FlowProblems, 'all'>
  readonly plans: Pick<Plans, 'compile'>
  readonly now: () => Date
}

export function createDrafts({ flows, addresses, problems, plans, now }: DraftsOptions): Drafts {
  async function ready(id: string, by: string): Promise<LiveFlow> {
    const flowId = requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
    const { revision, document } = await flows.get(flowId)
    const own = (await addresses.ofFlows([flowId])).get(flowId) ?? []
    refuseErrors(await problems.all(document, { flowId, addresses: own }))
    const version = await flows.keepDraft({ id: flowId, revision, document, by, at: now() })
    const plan = await plans.compile(flowId, version, document)
    return { flowId, name: document.name, version, paused: false, plan, addresses: own }
  }

  return {
    ready,
    async byMessage(flowId, channel, by) {
      const live = await ready(flowId, by)
      const triggerNodeId = listeningTo(live, channel)
      if (triggerNodeId !== undefined) return { live, triggerNodeId }
      const message = 'No trigger of the draft is started by messages of this channel. Add one and save the draft.'
      throw new AppError('INVALID_INPUT', message, { errors: [{ path: 'draftOf', message }] })
    },
  }
}

/** A trigger for one channel comes before one for all. */
function listeningTo({ plan }: LiveFlow, channel: string): number | undefined {
  const heard = [...plan.nodes.values()].flatMap(({ kind, id, definition: { listens } }) =>
    kind === 'trigger' && listens !== undefined && 'address' in listens && hearsChannel(listens.address, channel)
      ? [{ id, isForAll: listens.address === ANY_CHANNEL }]
      : [],
  )
  return (heard.find(({ isForAll }) => !isForAll) ?? heard[0])?.id
}
