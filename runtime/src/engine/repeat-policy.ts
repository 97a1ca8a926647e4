import type { Address } from '@patchbay/shared/api'
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
  return rule.values[textAt(inputs, rule.field)] ?? rule.otherwise
}

function textAt(inputs: unknown, field: string): string {
  if (typeof inputs !== 'object' || inputs === null) return ''
  const value = Object.entries(inputs).find(([key]) => key === field)?.[1]
  return typeof value === 'string' ? value : ''
}
