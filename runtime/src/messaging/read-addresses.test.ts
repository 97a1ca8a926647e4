import { describe, expect, it } from 'vitest'
import type { ChannelDefinition } from '../kit/channel.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms } from './channels/sms.ts'
import { createReadAddresses } from './read-addresses.ts'

const whatsapp: ChannelDefinition = { ...sms, id: 'whatsapp', title: 'WhatsApp' }
const pigeon: ChannelDefinition = {
  ...sms,
  id: 'pigeon',
  title: 'Pigeon',
  whyUnreachable: () => undefined,
  normalise: (value) => (value.startsWith('@') ? value.toLowerCase() : undefined),
}
const ours = new Set(['sms +17865550100', 'whatsapp +17865550100', 'sms +13055550142', 'pigeon @desk'])
const { addressOf, contactOf } = createReadAddresses({
  kinds: createChannelKinds([sms, whatsapp, pigeon]),
  ownerOf: async ({ channel, value }) => (ours.has(`${channel} ${value}`) ? {} : undefined),
})

describe('our address that a text means', () => {
  it('is the one with its channel before it', async () => {
    expect(await addressOf(' whatsapp:+1 (786) 555-0100 ')).toEqual({ channel: 'whatsapp', value: '+17865550100' })
    expect(await addressOf('pigeon:@DESK')).toEqual({ channel: 'pigeon', value: '@desk' })
  })

  it('is the one at which the run was started', async () => {
    const near = { channel: 'whatsapp', value: '+17865550100' }
    expect(await addressOf('+1 786 555 0100', near)).toBe(near)
    expect(await addressOf('+13055550142', near)).toEqual({ channel: 'sms', value: '+13055550142' })
  })

  it('is the one address that has the value, and none where several channels have it', async () => {
    expect(await addressOf('@Desk')).toEqual({ channel: 'pigeon', value: '@desk' })
    expect(await addressOf('+17865550100')).toMatchObject({
      code: 'INVALID_VALUE',
      help: 'Write the channel before it: sms:+17865550100 or whatsapp:+17865550100.',
    })
    for (const none of ['+17865550199', 'nonsense', '', 'mail:a@b.test'])
      expect(await addressOf(none)).toMatchObject({ code: 'NO_SUCH_ADDRESS' })
  })
})

describe('the contact that a text means', () => {
  it('is read as its channel spells it, with the channel before it or not', () => {
    expect(contactOf('whatsapp', 'whatsapp:+1 305 555 0119')).toBe('+13055550119')
    expect(contactOf('pigeon', ' @Dana')).toBe('@dana')
  })

  it('is none where the channel has no such contact, or it cannot be written to', () => {
    expect(contactOf('pigeon', '+13055550119')).toMatchObject({
      message: 'Send To is no contact of Pigeon: "+13055550119".',
    })
    expect(contactOf('sms', '12345')).toMatchObject({ help: expect.stringContaining('short code') })
  })
})
