import { describe, expect, it } from 'vitest'
import { inboundSmsTrigger } from './start.ts'

describe('Inbound SMS', () => {
  it('hands over the message and who sent it', () => {
    const data = { message: 'Weather please', mediaUrls: ['https://example.com/a.png'], messageId: 'm-1' }
    const start = inboundSmsTrigger.start(
      {},
      { contact: '+13055550119', address: { channel: 'sms', value: '+17865550100' }, data },
    )
    expect(start).toEqual({
      outputs: {
        message: 'Weather please',
        from: '+13055550119',
        to: '+17865550100',
        mediaUrls: ['https://example.com/a.png'],
        messageId: 'm-1',
      },
      variables: { ANI: '+13055550119', DNIS: '+17865550100' },
      item: { ANI: '+13055550119', DNIS: '+17865550100', text: 'Weather please', externalChatData: data },
      contact: '+13055550119',
      address: { channel: 'sms', value: '+17865550100' },
    })
  })

  it('has empty values for what a text did not bring', () => {
    const { outputs } = inboundSmsTrigger.start(
      {},
      { contact: '+13055550119', address: { channel: 'sms', value: '+17865550100' }, data: {} },
    )
    expect(outputs).toMatchObject({ message: '', mediaUrls: [], messageId: '' })
  })
})
