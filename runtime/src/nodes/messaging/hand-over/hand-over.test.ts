import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { HandOver, HandOvers } from '../../../kit/hand-overs.ts'
import { handOverAction } from './run.ts'

const inputs = { to: '+13055550119', from: '+17865550100', noAnswerMinutes: 30 }
const place = { contactPointId: 'point', address: '+17865550100' }

function contextWith(takeBack: Awaited<ReturnType<HandOvers['takeBack']>> = 'ended') {
  const given: HandOver[] = []
  const handOvers: HandOvers = {
    async handOver(one) {
      given.push(one)
      return undefined
    },
    takeBack: async () => takeBack,
  }
  return { given, context: createStepContext({ handOvers }) }
}

it('gives the conversation to people with topic and note, and waits for them', async () => {
  const { given, context } = contextWith()
  const result = await handOverAction.run({ ...inputs, topic: ' Late\ncheck-in ', note: ' Asks for a cot ' }, context)
  const conversation = await context.services.messages.conversationOf({
    channel: 'sms',
    from: '+17865550100',
    to: '+13055550119',
  })
  expect(given).toMatchObject([{ conversation, topic: 'Late check-in', note: 'Asks for a cot' }])
  const until = new Date(context.services.now().getTime() + 30 * 60_000)
  expect(result).toMatchObject({ wait: { for: 'person', handOverOf: conversation } })
  expect('wait' in result && Math.abs(result.wait.until.getTime() - until.getTime())).toBeLessThan(5_000)
  await context.close()
})

it('goes on at Done with who ended it, and how', async () => {
  const { context } = contextWith()
  const event = { how: 'closed', by: 'Maya Reyes' }
  expect(await handOverAction.resume?.(inputs, context, { reason: 'event', event, state: place })).toEqual({
    exit: 'done',
    outputs: { how: 'closed', endedBy: 'Maya Reyes', error: '' },
  })
  await context.close()
})

it('takes back what nobody has taken, and goes on waiting for whoever has', async () => {
  const free = contextWith('taken-back')
  const due = { reason: 'due', event: {}, state: place } as const
  expect(await handOverAction.resume?.(inputs, free.context, due)).toMatchObject({ exit: 'no-answer' })
  const taken = contextWith('with-person')
  expect(await handOverAction.resume?.(inputs, taken.context, due)).toMatchObject({ wait: { for: 'person' } })
  await free.context.close()
  await taken.context.close()
})

it.each([{ to: ' ' }, { from: '' }])('fails without a contact or an address: %j', async (change) => {
  const { given, context } = contextWith()
  expect(await handOverAction.run({ ...inputs, ...change }, context)).toMatchObject({
    exit: 'failure',
    error: { code: 'INVALID_VALUE' },
  })
  expect(given).toEqual([])
  await context.close()
})
