import type { NodeDefinition, RepeatPolicy } from '@patchbay/shared/nodes'
import type { MessageSender } from '../kit/channel.ts'

/** The repeat policy of one visit, read from its rendered inputs where the definition says so. */
export async function repeatPolicyOf(
  definition: NodeDefinition,
  inputs: unknown,
  messages: Pick<MessageSender, 'repeatOf'>,
): Promise<RepeatPolicy> {
  const rule = definition.repeat
  if (typeof rule === 'string') return rule
  if ('channelOf' in rule) {
    return messages.repeatOf({ channel: rule.channel, value: textAt(inputs, rule.channelOf) })
  }
  return rule.values[textAt(inputs, rule.field)] ?? rule.otherwise
}

function textAt(inputs: unknown, field: string): string {
  if (typeof inputs !== 'object' || inputs === null) return ''
  const value = Object.entries(inputs).find(([key]) => key === field)?.[1]
  return typeof value === 'string' ? value : ''
}
