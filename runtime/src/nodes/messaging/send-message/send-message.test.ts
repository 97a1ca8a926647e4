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

  it('sends the buttons and the pictures of a list behind those of the form', async () => {
    const long = `https://example.com/${'a'.repeat(80)}`
    const buttonsFrom = [{ title: ' Double ', value: 'a double' }, 'Single', { title: 'Map', value: long }]
    const { sent } = await run({ buttons, buttonsFrom, mediaFrom: [{ url: 'https://example.com/a.png' }, long] })
    expect(sent[0]?.content).toEqual({
      text: 'Can you come?',
      media: [{ url: 'https://example.com/a.png' }, { url: long }],
      buttons: [
        { id: 'y', title: 'Yes' },
        { id: 'Another time', title: 'Another time' },
        { id: 'a double', title: 'Double' },
        { id: 'Single', title: 'Single' },
        { id: 'Map', title: 'Map', url: long },
      ],
    })
  })

  it('takes a list of any length, also an empty one or one that is JSON in a text', async () => {
    const numbers = Array.from({ length: 100 }, (_, index) => String(index))
    for (const buttonsFrom of [numbers, JSON.stringify(numbers)]) {
      expect((await run({ buttonsFrom })).sent[0]?.content.buttons).toHaveLength(100)
    }
    for (const empty of ['', '[]', null, []]) {
      expect((await run({ buttonsFrom: empty, mediaFrom: empty })).sent[0]?.content).toEqual({ text: 'Can you come?' })
    }
  })

  it('gives a button of a list its title for a value that no channel brings back', async () => {
    const buttonsFrom = [{ title: 'Double', value: 'v'.repeat(65) }, 'é'.repeat(40)]
    const { sent } = await run({ buttonsFrom })
    expect(sent[0]?.content.buttons?.map(({ id }) => id)).toEqual(['Double', 'é'.repeat(32)])
  })

  it('sends a picture of a list without a text', async () => {
    const { sent } = await run({ text: '', mediaFrom: ['https://example.com/a.png'] })
    expect(sent[0]?.content).toEqual({ text: '', media: [{ url: 'https://example.com/a.png' }] })
  })

  it('sends what a bot writes as it is: variables, templates and markup in a title are text', async () => {
    const hostile = ['$ANI {{secret}} $', '{MSG_2.reply} <b>x</b>'].join('')
    const { sent } = await run({ buttonsFrom: [{ title: hostile, value: '' }] })
    expect(sent[0]?.content.buttons).toEqual([{ id: hostile, title: hostile }])
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
    [{ buttonsFrom: 'Yes' }, 'Buttons from a list is not a list.'],
    [{ buttonsFrom: [{ value: 'a' }] }, 'The title of button 1 is empty.'],
    [{ buttonsFrom: Array(101).fill('a') }, 'There are 101 buttons, and at most 100 are allowed.'],
    [{ mediaFrom: { url: 'a' } }, 'Media from a list is not a list.'],
    [{ mediaFrom: [{ link: 'a' }] }, 'Media is not the address of a file: "".'],
    [{ mediaFrom: Array(11).fill('https://example.com/a.png') }, 'There are 11 files, and at most 10 are allowed.'],
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

describe('Send Message with a Response Timeout and buttons of a list', () => {
  it.each(['2', 'single', 'SINGLE '])('reads %j as the second of them', async (text) => {
    const context = createStepContext()
    const buttonsFrom: unknown = [{ title: 'Double', value: 'a double' }, 'Single']
    const woken = { reason: 'event', event: { text }, state: {} } as const
    const asked = { ...inputs, buttonsFrom, responseTimeoutSeconds: 60 }
    const result = await sendMessageAction.resume?.(asked, context, woken)
    await context.close()
    expect(result).toMatchObject({ outputs: { reply: { choice: { id: 'Single', title: 'Single' } } } })
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

  it('says nothing of a list that is only known in a run', () => {
    expect(warningsOf({ buttonsFrom: '$EXTCALL_2.choices', mediaFrom: '$EXTCALL_2.media' })).toEqual([])
  })

  it('says nothing of what is only known in a run, or fits', () => {
    expect(warningsOf({ text: `$name ${'a'.repeat(21)}`, media: [{ url: '$picture' }] })).toEqual([])
    expect(sendMessageAction.channelWarnings?.({ ...inputs, buttons }, sms)).toEqual([])
    expect(warningsOf({ text: 7 })).toEqual([])
  })
})
