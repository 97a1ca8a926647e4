import { expect, it } from 'vitest'
import { senderOverCarrier } from '../../test/helpers/message-sender.ts'
import type { OutboundMessage, SendOutcome } from '../kit/channel.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'
import type { CarrierRefusal } from './consent/carrier-refusal.ts'

const message: OutboundMessage = {
  channel: 'sms',
  to: '+13055550119',
  from: '+17865550100',
  content: { text: 'Hello' },
  idempotencyKey: 'key',
  runId: null,
}
const { signal } = new AbortController()

/** A sender over a carrier that answers this; the contact is in quiet hours until `heldUntil`. */
function senderOver(answer: SendOutcome, heldUntil?: Date) {
  const sent: string[] = []
  const refusals: CarrierRefusal[] = []
  const sender = senderOverCarrier(
    {
      async send({ to }) {
        sent.push(to)
        return answer
      },
    },
    {
      quietHours: { heldUntil: async () => heldUntil },
      refused: async (refusal) => void refusals.push(refusal),
    },
  )
  return { sender, sent, refusals }
}

const taken: SendOutcome = { ok: true, messageId: 'm-1', status: 'sent', segments: 1 }

it('nothing is sent in quiet hours, and the caller is told until when', async () => {
  const heldUntil = new Date('2026-06-02T12:00:00Z')
  const { sender, sent } = senderOver(taken, heldUntil)
  expect(await sender.send(message, signal)).toMatchObject({ ok: false, heldUntil, error: { code: 'QUIET_HOURS' } })
  expect(sent).toEqual([])
})

it('an answer to STOP, START or HELP is sent in quiet hours', async () => {
  const { sender, sent } = senderOver(taken, new Date('2026-06-02T12:00:00Z'))
  expect(await sender.answerConsent(message, signal)).toMatchObject({ ok: true })
  expect(sent).toEqual([message.to])
})

it('a contact who has opted out is told of START only on channels that hear it', async () => {
  const { hasConsentWords: _, ...withoutWords } = sms
  const helpOn = async (kind: typeof sms) => {
    const kinds = createChannelKinds([kind])
    const sender = senderOverCarrier({ send: async () => taken }, { kinds, optedOut: { has: () => true } })
    const outcome = await sender.send(message, signal)
    return outcome.ok ? '' : outcome.error.help
  }
  const where = 'An editor sees under Settings, Consent how it came about.'
  expect(await helpOn(sms)).toBe(`The contact can send START to get them again. ${where}`)
  expect(await helpOn(withoutWords)).toBe(where)
})

it('a carrier that says that the contact has opted out is believed', async () => {
  const error = { code: 'OPTED_OUT', message: 'Twilio says that the contact has opted out: 21610' }
  const { sender, refusals } = senderOver({ ok: false, error })
  expect(await sender.send(message, signal)).toMatchObject({ ok: false, error: { code: 'OPTED_OUT' } })
  const { channel, from: address, to: contact } = message
  expect(refusals).toEqual([{ channel, accountId: 'ours', address, contact, detail: error.message }])
})

it('any other refusal says nothing of consent', async () => {
  const { sender, refusals } = senderOver({ ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No.' } })
  await sender.send(message, signal)
  expect(refusals).toEqual([])
})
