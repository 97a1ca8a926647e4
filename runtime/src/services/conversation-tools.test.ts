import type { ConversationResource } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { createConversationTools } from './conversation-tools.ts'

it('lists the messages that the service of the conversation has approved, with what each is called', async () => {
  const asked: string[] = []
  const tools = createConversationTools({
    conversations: {
      get: async () => ({ accountId: 'whatsapp-1' }) as ConversationResource, // Only the account matters here.
      handBack: async () => {
        throw new Error('Nothing is handed back.')
      },
    },
    liveFlows: { all: () => [], apiTrigger: () => undefined },
    engine: {
      refuseWhenFull: () => undefined,
      startRun: async () => ({ runId: '', duplicate: false, conflict: false }),
    },
    async templatesOf(accountId) {
      asked.push(accountId)
      return [
        { name: 'HX1', title: 'stay_follow_up', language: 'en', text: 'Hello {{1}}', gaps: 1 },
        { name: 'reminder', language: 'de', gaps: 0 },
      ]
    },
  })
  expect(await tools.templates('any', new AbortController().signal)).toEqual([
    { name: 'HX1', title: 'stay_follow_up', language: 'en', text: 'Hello {{1}}', gaps: 1 },
    { name: 'reminder', title: 'reminder', language: 'de', text: '', gaps: 0 },
  ])
  expect(asked).toEqual(['whatsapp-1'])
})
