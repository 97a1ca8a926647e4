import { AppError } from '@patchbay/shared/errors'
import { listenedChannels } from '@patchbay/shared/flow'
import { ANY_CHANNEL, hearsChannel } from '@patchbay/shared/nodes'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'

export interface TriggerCheckOptions {
  readonly flows: Pick<FlowRepository, 'get'>
  readonly registry: NodeRegistry
  readonly kinds: Pick<ChannelKinds, 'wordsOf'>
}

/**
 * Makes the check before addresses are given to a flow: messages of all these channels can start it, as it is saved or
 * as it is live. Throws AppError INVALID_INPUT, FLOW_NOT_FOUND.
 */
export function createTriggerCheck({ flows, registry, kinds }: TriggerCheckOptions) {
  return async (flowId: string, channels: ReadonlySet<string>): Promise<void> => {
    const { document, live } = await flows.get(flowId)
    const heard = [document, ...(live === null ? [] : [live.document])].flatMap((flow) =>
      listenedChannels(flow, (node) => registry.of(node)?.definition),
    )
    const unheard = [...channels].find((channel) => !heard.some((one) => hearsChannel(one, channel)))
    if (unheard !== undefined) throw cannotBeReached(document.name, unheard)
  }

  function cannotBeReached(flow: string, channel: string): AppError {
    const { one, message } = kinds.wordsOf(channel)
    const listening = (to: string) =>
      registry.catalog.nodes.find(
        ({ listens }) => listens !== undefined && 'address' in listens && listens.address === to,
      )
    const trigger = listening(channel) ?? listening(ANY_CHANNEL)
    const sentence =
      `No trigger of "${flow}" takes in ${message}s, so it needs no ${one}. ` +
      `Add ${trigger?.title ?? 'a trigger'} and save the flow, then assign the ${one}.`
    return new AppError('INVALID_INPUT', sentence, { errors: [{ path: 'flowId', message: sentence }] })
  }
}
