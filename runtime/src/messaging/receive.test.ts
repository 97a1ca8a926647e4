import type { LiveEvent, MessageContent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import type { MessageEngine } from '../engine/engine-api.ts'
import type { InboundMessage } from '../kit/inbound-message.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'
import { createMessageReceiver } from './receive.ts'

const message: InboundMessage = {
  accountId: 'ours',
  channel: 'sms',
  id: 'm-1',
  from: '+13055550119',
  to: '+17865550100',
  content: { text: 'Hello', media: [{ url: 'https://a.test/1.png' }] },
  contactName: 'Dana',
}

const unused = async () => {
  throw new Error('No flow is live.')
}

/** A receiver without flows, which cannot name a contact. What it gets is the answer for a run with this id. */
function receiverWithoutNames(waitingRunId?: string) {
  const answers: (JsonObject | undefined)[] = []
  const published: LiveEvent[] = []
  const begun: string[] = []
  const typing: unknown[] = []
  const engine: MessageEngine = {
    receive: async () => (waitingRunId === undefined ? {} : { isDiverted: true }),
    startRun: unused,
    async reply(_message, answer) {
      if (waitingRunId === undefined) return await unused()
      answers.push(answer)
      return answer === undefined ? { kind: 'kept' } : { kind: 'woken', runId: waitingRunId }
    },
    receipt: unused,
    endWaiting: unused,
  }
  const receiver = createMessageReceiver({
    ownerOf: async () => ({ accountId: 'ours', accountType: 'carrier' }),
    kinds: createChannelKinds([sms]),
    liveFlows: { byAddress: () => undefined },
    engine,
    consent: { takesConsentWord: () => undefined },
    nameContact: async () => {
      throw new Error('The name cannot be written.')
    },
    refused: async () => undefined,
    blocked: async () => false,
    sentUntil: async () => [],
    storeChange: async () => undefined,
    files: {
      begin: ({ media = [] }) => void begun.push(...media.flatMap(({ url }) => url ?? [])),
      addressOf: ({ id }) => id,
    },
    events: { publish: (event) => void published.push(event) },
    typing: { begin: (place, runId) => void typing.push({ ...place, runId }) },
    now: () => new Date(),
  })
  return { receiver, answers, published, begun, typing }
}

it('a message is shown and its files are fetched also when the name of its contact cannot be written', async () => {
  const { receiver, published, begun } = receiverWithoutNames()
  await expect(receiver.receive(message)).rejects.toThrow('The name cannot be written.')
  expect(published).toMatchObject([{ type: 'message', contact: message.from }])
  expect(begun).toEqual(['https://a.test/1.png'])
})

it('the contact may see that an answer is being written once a message has woken a run, and only then', async () => {
  const { contactName: _, ...unnamed } = message
  const woken = receiverWithoutNames('run-1')
  await woken.receiver.receive(unnamed)
  const place = { accountId: 'ours', accountType: 'carrier', contact: message.from }
  expect(woken.typing).toMatchObject([{ ...place, runId: 'run-1' }])
  const unanswered = receiverWithoutNames()
  await unanswered.receiver.receive(unnamed)
  expect(unanswered.typing).toEqual([])
})

describe('what counts as the answer to a question', () => {
  const { contactName: _, ...unnamed } = message
  const place = { latitude: 52.5, longitude: 13.4 }
  const taken = async (content: MessageContent) => {
    const { receiver, answers } = receiverWithoutNames('run-1')
    const { runId } = await receiver.receive({ ...unnamed, content })
    return { runId, answers: answers.length }
  }

  it.each<MessageContent>([
    { text: 'Yes' },
    { choice: { id: 'y', title: 'Yes' } },
    { media: [{ url: 'https://a.test/1.png' }] },
    { location: place },
    { contactCard: { name: 'Bob', points: [] } },
    { sticker: { id: '1' } },
    { text: 'Hi', referral: { source: 'ad', ref: '1' } },
  ])('%j does', async (content) => {
    expect(await taken(content)).toEqual({ runId: 'run-1', answers: 1 })
  })

  it.each<MessageContent>([
    { referral: { source: 'SHORTLINK', ref: 'spring' } },
    { text: ' ', media: [] },
    { replyTo: 'm-0' },
    {},
  ])('%j does not, and is kept', async (content) => {
    expect(await taken(content)).toEqual({ runId: null, answers: 1 })
  })

  it('a reaction does not, and starts no flow either', async () => {
    expect(await taken({ reaction: { emoji: '+', messageId: 'm-0' } })).toEqual({ runId: null, answers: 0 })
  })
})
