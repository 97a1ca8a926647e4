import type { LiveEvent } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
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

/** A receiver without flows, which stores each message once and cannot name its contact. */
function receiverWithoutNames() {
  const published: LiveEvent[] = []
  const begun: string[] = []
  const engine: MessageEngine = {
    receive: async () => ({}),
    startRun: unused,
    reply: unused,
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
    now: () => new Date(),
  })
  return { receiver, published, begun }
}

it('a message is shown and its files are fetched also when the name of its contact cannot be written', async () => {
  const { receiver, published, begun } = receiverWithoutNames()
  await expect(receiver.receive(message)).rejects.toThrow('The name cannot be written.')
  expect(published).toMatchObject([{ type: 'message', contact: message.from }])
  expect(begun).toEqual(['https://a.test/1.png'])
})
