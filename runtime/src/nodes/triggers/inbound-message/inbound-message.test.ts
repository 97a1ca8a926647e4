import { describe, expect, it } from 'vitest'
import { inboundMessageTrigger } from './start.ts'

const address = { channel: 'whatsapp', value: '+17865550100' }
const start = (data: Parameters<typeof inboundMessageTrigger.start>[1]['data']) =>
  inboundMessageTrigger.start({}, { contact: '+13055550119', address, data })

describe('Inbound Message', () => {
  it('hands over what the message holds, who sent it and on which channel', () => {
    const data = {
      message: 'Yes',
      mediaUrls: ['https://example.com/a.png'],
      messageId: 'm-1',
      choice: { id: 'y', title: 'Yes' },
      location: { latitude: 25.7, longitude: -80.1 },
      contactCard: { name: 'Ana', points: ['+13055550148'] },
      sticker: { id: '7' },
      referral: { source: 'link', ref: 'spring' },
      contactName: 'Dana',
    }
    expect(start(data)).toEqual({
      outputs: {
        text: 'Yes',
        from: '+13055550119',
        to: '+17865550100',
        channel: 'whatsapp',
        contactName: 'Dana',
        choice: { id: 'y', title: 'Yes' },
        media: ['https://example.com/a.png'],
        location: { latitude: 25.7, longitude: -80.1 },
        contactCard: { name: 'Ana', points: ['+13055550148'] },
        sticker: '7',
        referral: { source: 'link', ref: 'spring' },
        messageId: 'm-1',
      },
      variables: { ANI: '+13055550119', DNIS: '+17865550100' },
      item: { ANI: '+13055550119', DNIS: '+17865550100', text: 'Yes', externalChatData: data },
      contact: '+13055550119',
      address,
    })
  })

  it('has empty values for what a message did not bring', () => {
    expect(start({}).outputs).toMatchObject({
      text: '',
      media: [],
      choice: { id: '', title: '' },
      location: null,
      contactCard: null,
      sticker: '',
      referral: { source: '', ref: '' },
    })
  })

  it('makes the same of its own outputs, with which a run is replayed', () => {
    const { outputs } = start({ message: 'Hello', sticker: { id: '7' }, mediaUrls: ['https://example.com/a.png'] })
    expect(start(outputs).outputs).toEqual(outputs)
  })
})
