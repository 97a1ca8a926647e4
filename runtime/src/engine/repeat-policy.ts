import type { Address } from '@patchbay/shared/api'
import { conditionHolds } from '@patchbay/shared/flow'
import type { NodeDefinition, RepeatPolicy } from '@patchbay/shared/nodes'
import type { MessageSender } from '../kit/channel.ts'

/** The repeat policy of one visit, read from its rendered inputs where the definition says so. */
export async function repeatPolicyOf(
  definition: NodeDefinition,
  inputs: unknown,
  messages: Pick<MessageSender, 'repeatOf' | 'addressOf'>,
  near?: Address | null,
): Promise<RepeatPolicy> {
  const rule = definition.repeat
  if (typeof rule === 'string') return rule
  if ('channelOf' in rule) {
    const value = textAt(inputs, rule.channelOf)
    if (rule.channel !== undefined) return messages.repeatOf({ channel: rule.channel, value })
    const address = await messages.addressOf(value, near ?? undefined)
    return 'channel' in address ? messages.repeatOf(address) : 'never'
  }
  const policy = rule.values[textAt(inputs, rule.field)] ?? rule.otherwise
  const isKeyed = policy === 'never' && rule.keyedWhen !== undefined && conditionHolds(rule.keyedWhen, inputs)
  return isKeyed ? 'keyed' : policy
}

function textAt(inputs: unknown, field: string): string {
  if (typeof inputs !== 'object' || inputs === null) return ''
  const value = Object.entries(inputs).find(([key]) => key === field)?.[1]
  return typeof value === 'string' ? value : ''
}
