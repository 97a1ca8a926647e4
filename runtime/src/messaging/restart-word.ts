import { inputAt } from '@patchbay/shared/flow'
import type { LiveTrigger } from '../engine/live-flows.ts'
import { wordsOf } from '../kit/message-content.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'

/** Whether the whole message is a word with which the contact begins anew, whatever was asked before. */
export function isRestartWord({ live, triggerNodeId }: LiveTrigger, { content }: MessageRecord): boolean {
  const trigger = live.plan.nodes.get(triggerNodeId)
  if (trigger?.kind !== 'trigger') return false
  const words = inputAt(trigger.inputs, ['restartWords'])
  if (typeof words !== 'string') return false
  const text = spelled(wordsOf(content))
  return text !== '' && words.split(/[,\n]/).some((word) => spelled(word) === text)
}

function spelled(text: string): string {
  return text.trim().toLocaleLowerCase('en')
}
