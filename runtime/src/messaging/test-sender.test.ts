import { SIMULATOR } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { senderOverCarrier } from '../../test/helpers/message-sender.ts'
import type { AddressedMessage, Channel } from '../kit/channel.ts'
import { testAccountOf } from '../kit/test-account.ts'
import { sms } from './channels/sms.ts'
import type { MessageSenderOptions } from './send.ts'

const message = {
  channel: 'sms',
  from: '+17865550100',
  to: '+13055550119',
  content: { text: 'Hello' },
  idempotencyKey: 'k',
  runId: null,
}
const { signal } = new AbortController()

/** A carrier and the simulator, which write down what they are given. */
function setUp(change: Partial<MessageSenderOptions> = {}) {
  const [carried, played]: [AddressedMessage[], AddressedMessage[]] = [[], []]
  const into =
    (list: AddressedMessage[]): Channel['send'] =>
    async (sent) => {
      list.push(sent)
      return { ok: true, messageId: sent.idempotencyKey, status: 'sent', segments: 1 }
    }
  const channel = (list: AddressedMessage[]): Channel => ({
    definitions: [sms],
    repeatOf: async () => 'keyed',
    send: into(list),
  })
  const sender = senderOverCarrier(channel(carried), {
    channels: new Map([
      ['carrier', channel(carried)],
      [SIMULATOR, channel(played)],
    ]),
    ownerOf: async ({ value }) => (value === message.from ? { accountId: 'ours', accountType: 'carrier' } : undefined),
    quietHours: { heldUntil: async () => new Date(Date.UTC(2027, 0, 1)) },
    ...change,
  })
  return { sender, carried, played }
}

it('gives the messages of a test to the simulator, whichever account owns the address, at any hour', async () => {
  const { sender, carried, played } = setUp()
  expect(await sender.forTest('f1').send(message, signal)).toMatchObject({ ok: true, accountId: testAccountOf('f1') })
  expect(carried).toEqual([])
  expect(played).toMatchObject([{ to: message.to, accountId: testAccountOf('f1') }])
  expect(await sender.send(message, signal)).toMatchObject({ ok: false, error: { code: 'QUIET_HOURS' } })
})

it('refuses an address in a test that is not ours', async () => {
  const { sender } = setUp()
  const foreign = { ...message, from: '+17865550199' }
  expect(await sender.forTest('f1').send(foreign, signal)).toMatchObject({ error: { code: 'NO_SUCH_ADDRESS' } })
})

it('counts the messages of a test apart from those to the contact that its phone plays', async () => {
  const counted: string[] = []
  const { sender } = setUp({
    loops: { admit: async (_from, to) => counted.push(to) > 0 },
    quietHours: { heldUntil: async () => undefined },
  })
  await sender.send(message, signal)
  await sender.forTest('f1').send(message, signal)
  await sender.forTest('f2').send(message, signal)
  expect(counted[0]).toBe(message.to)
  expect(new Set(counted).size).toBe(3)
})

it('waits for the replies of a test in a conversation of that flow alone', async () => {
  const { sender } = setUp()
  const [live, one, other] = await Promise.all(
    [sender, sender.forTest('f1'), sender.forTest('f2')].map((each) => each.conversationOf(message)),
  )
  const ids = [live, one, other].map((conversation) => conversation?.contactPointId)
  expect(new Set(ids).size).toBe(3)
})
