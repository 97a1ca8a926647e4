import type { Address } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { MessageSender, OutboundMessage, SendOutcome } from '../../../kit/channel.ts'
import type { WokenBy } from '../../../kit/node.ts'
import { sms } from '../../../messaging/channels/sms.ts'
import { sendMessageAction } from './run.ts'

const whatsapp: Address = { channel: 'whatsapp', value: '+17865550100' }
const taken: SendOutcome = { ok: true, messageId: 'm-1', status: 'sent', segments: 1 }
const inputs = { to: '$ANI', from: '$DNIS', text: 'Can you come?' }
const buttons = [{ title: 'Yes', value: 'y' }, { title: 'Another time' }]

async function run(change: object = {}, outcome: SendOutcome = taken) {
  const sent: OutboundMessage[] = []
  const base = createStepContext()
  const messages: MessageSender = {
    ...base.services.messages,
    async send(message) {
      sent.push(message)
      return outcome.ok ? { ...outcome, accountId: 'account' } : outcome
    },
    addressOf: async (written, near) =>
      written === '$DNIS' && near !== undefined ? near : { code: 'NO_SUCH_ADDRESS', message: `None: ${written}` },
    contactOf: (channel, written) =>
      written === 'nobody' ? { code: 'INVALID_VALUE', message: 'None' } : `${channel} ${written}`,
  }
  const context = { ...base, address: whatsapp, services: { ...base.services, messages } }
  const result = await sendMessageAction.run({ ...inputs, ...change }, context)
  await base.close()
  return { result, sent }
}

describe('Send Message', () => {
  it('writes back on the channel on which the run was started', async () => {
    const { result, sent } = await run()
    expect(sent).toMatchObject([
      { channel: 'whatsapp', from: '+17865550100', to: 'whatsapp $ANI', content: { text: 'Can you come?' } },
    ])
    expect(result).toEqual({
      exit: 'success',
      outputs: { messageId: 'm-1', status: 'sent', segments: 1, error: '' },
    })
  })

  it('sends files, buttons and a template along', async () => {
    const media = [{ url: ' https://example.com/a.png' }]
    const links = [...buttons, { title: 'Map', value: 'https://example.com/map' }]
    const template = { name: 'reminder', language: '', parameters: [{ value: '7 PM' }] }
    const { sent } = await run({ media, buttons: links, template })
    expect(sent[0]?.content).toEqual({
      text: 'Can you come?',
      media: [{ url: 'https://example.com/a.png' }],
      buttons: [
        { id: 'y', title: 'Yes' },
        { id: 'Another time', title: 'Another time' },
        { id: 'Map', title: 'Map', url: 'https://example.com/map' },
      ],
      template: { name: 'reminder', language: 'en', parameters: ['7 PM'] },
    })
  })

  it('has a warning for what the contact got in another form', async () => {
    const warnings = [{ code: 'CONTENT_DEGRADED', message: 'SMS has no buttons.' }]
    expect((await run({}, { ...taken, warnings })).result).toMatchObject({ exit: 'success', warnings })
  })

  it.each([
    [{ to: ' ' }, 'Send To is empty.'],
    [{ from: '' }, 'Send From is empty.'],
    [{ text: ' \n' }, 'Message is empty.'],
    [{ from: '+1' }, 'None: +1'],
    [{ to: 'nobody' }, 'None'],
    [{ media: [{ url: 'menu.pdf' }] }, 'Media is not the address of a file: "menu.pdf".'],
    [{ buttons: [{ title: ' ', value: 'a' }] }, 'The title of button 1 is empty.'],
    [
      { buttons: [{ title: 'Yes', value: 'é'.repeat(33) }] },
      'The value of the button "Yes" is too long: 64 bytes at most.',
    ],
  ])('sends nothing with %j', async (change, message) => {
    const { result, sent } = await run(change)
    expect(sent).toEqual([])
    expect(result).toMatchObject({ exit: 'failure', error: { message } })
  })
})

describe('Send Message with a Response Timeout', () => {
  const state = { messageId: 'm-1', status: 'sent', segments: 1, error: '' }

  async function resume(wokenBy: Partial<WokenBy>) {
    const context = createStepContext()
    const woken = { reason: 'event', event: {}, state, ...wokenBy } as const
    const result = await sendMessageAction.resume?.({ ...inputs, buttons, responseTimeoutSeconds: 60 }, context, woken)
    await context.close()
    return result
  }

  it('waits for the answer before it sends', async () => {
    const { result, sent } = await run({ buttons, responseTimeoutSeconds: 60 })
    expect(result).toMatchObject({ wait: { for: 'reply' } })
    expect(sent).toEqual([])
    if (!('wait' in result)) throw new Error('It does not wait.')
    const warnings = [{ code: 'CONTENT_DEGRADED', message: 'SMS has no buttons.' }]
    expect(await result.afterCommit?.()).toEqual({ state: { ...state, messageId: 'm-1' } })
    expect(await resume({ reason: 'due', state: { ...state, warnings } })).toEqual({
      exit: 'no-reply',
      outputs: state,
      warnings,
    })
  })

  it.each([
    [
      { text: 'Yes', choice: { id: 'y', title: 'Yes' } },
      { id: 'y', title: 'Yes' },
    ],
    [{ text: '2.' }, { id: 'Another time', title: 'Another time' }],
    [{ text: 'ANOTHER  time' }, { id: 'Another time', title: 'Another time' }],
    [{ text: 'maybe' }, { id: '', title: '' }],
  ])('reads %j as a choice', async (event, choice) => {
    expect(await resume({ event: { from: '+13055550119', media: [], ...event } })).toEqual({
      exit: 'reply',
      outputs: { reply: { text: event.text, from: '+13055550119', media: [], choice }, ...state },
    })
  })
})

describe('before a deploy', () => {
  const messenger = {
    ...sms,
    id: 'pigeon',
    title: 'Pigeon',
    abilities: {
      text: { longest: 20, whenLonger: 'split' },
      buttons: { most: 1, longestTitle: 20 },
      receipts: 'none',
    },
  } as const
  const warningsOf = (change: object, channel = messenger) =>
    sendMessageAction.channelWarnings?.({ ...inputs, ...change }, channel)

  it('warns of what a channel will show in another form', () => {
    expect(warningsOf({ buttons })).toEqual([
      { path: 'buttons', message: expect.stringContaining('Pigeon shows at most 1 buttons, and there are 2.') },
    ])
    expect(warningsOf({ text: 'a'.repeat(21) })).toMatchObject([{ path: 'text' }])
    expect(warningsOf({ media: [{ url: 'https://example.com/a.png' }] })).toMatchObject([{ path: 'media' }])
  })

  it('says nothing of what is only known in a run, or fits', () => {
    expect(warningsOf({ text: `$name ${'a'.repeat(21)}`, media: [{ url: '$picture' }] })).toEqual([])
    expect(sendMessageAction.channelWarnings?.({ ...inputs, buttons }, sms)).toEqual([])
    expect(warningsOf({ text: 7 })).toEqual([])
  })
})
