import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { ConversationPort, FlowConversationChange } from '../../../kit/conversations.ts'
import { changeConversationAction } from './run.ts'

const inputs = { conversation: ' c-1 ', assign: 'keep', status: 'keep' } as const

function contextWith(answer: Awaited<ReturnType<ConversationPort['change']>> = { values: { id: 'c-1' } }) {
  const asked: FlowConversationChange[] = []
  const conversations: ConversationPort = {
    personWith: async () => undefined,
    find: async () => undefined,
    async change(change) {
      asked.push(change)
      return answer
    },
    agents: async () => [{ id: 'user:1', name: 'Maya Reyes' }],
    topics: async () => ['Refund', 'Urgent'],
  }
  return { asked, context: createStepContext({ conversations }) }
}

it('asks for everything in one change, with the key of the visit', async () => {
  const { asked, context } = contextWith({
    values: { id: 'c-1', status: 'closed', assignee: null, topics: ['Refund'] },
  })
  const more = {
    assign: 'person',
    person: 'user:1',
    status: 'close',
    note: ' Paid \n',
    removeTopics: 'Urgent',
  } as const
  const result = await changeConversationAction.run(
    { ...inputs, ...more, addTopics: ' Refund,, Late\ncheck-in,Refund' },
    context,
  )
  expect(asked).toEqual([
    {
      id: 'c-1',
      assign: 'user:1',
      addTopics: ['Refund', 'Late check-in'],
      removeTopics: ['Urgent'],
      note: 'Paid',
      status: 'close',
      step: { runId: context.runId, flowId: context.flowId, by: 'Weather Forecast #2', key: context.idempotencyKey },
    },
  ])
  const outputs = { id: 'c-1', status: 'closed', assignee: null, topics: ['Refund'], error: '' }
  expect(result).toEqual({ exit: 'success', outputs })
  await context.close()
})

it('leaves alone what is to stay as it is', async () => {
  const { asked, context } = contextWith()
  await changeConversationAction.run({ ...inputs, person: 'user:1' }, context)
  expect(asked[0]).not.toHaveProperty('assign')
  expect(asked[0]).not.toHaveProperty('status')
  await changeConversationAction.run({ ...inputs, assign: 'nobody' }, context)
  expect(asked[1]?.assign).toBe('nobody')
  await context.close()
})

it('fails where no conversation is meant, and as the inbox says', async () => {
  const { asked, context } = contextWith({ error: { code: 'CONVERSATION_CLOSED', message: 'It is closed.' } })
  expect(await changeConversationAction.run({ ...inputs, conversation: ' ' }, context)).toMatchObject({
    exit: 'failure',
    error: { code: 'CONVERSATION_NOT_FOUND' },
  })
  expect(asked).toEqual([])
  expect(await changeConversationAction.run(inputs, context)).toMatchObject({
    exit: 'failure',
    outputs: { error: 'CONVERSATION_CLOSED' },
  })
  await context.close()
})

it('offers the people who may answer, and the topics', async () => {
  const { context } = contextWith()
  const query = { search: 'r', after: '', inputs: {} }
  const { agents, topics } = changeConversationAction.options ?? {}
  expect(await agents?.(query, context)).toMatchObject({ items: [{ value: 'user:1', label: 'Maya Reyes' }] })
  expect((await topics?.({ ...query, search: 'ref' }, context))?.items).toEqual([{ value: 'Refund', label: 'Refund' }])
  await context.close()
})
