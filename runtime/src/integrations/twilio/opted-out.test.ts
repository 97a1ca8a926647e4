import { expect, it } from 'vitest'
import { createTwilioChannel } from './channel.ts'

it('a message to a contact who has opted out at Twilio is refused as such', async () => {
  const body = { code: 21610, message: 'Attempt to send to unsubscribed recipient', status: 400 }
  const properties = { accountSid: 'AC00000000000000000000000000000001', authToken: 'secret' }
  const response = { statusCode: 400, headers: {}, text: JSON.stringify(body) }
  const channel = createTwilioChannel({
    accounts: { open: async (id: string) => ({ id, name: 'Ours', properties }) },
    web: { request: async () => response },
    url: () => 'https://api.example.com',
    now: () => new Date(),
    // Only these parts of the host are used to send.
  } as unknown as Parameters<typeof createTwilioChannel>[0])
  const message = { channel: 'sms', to: '+13055550119', from: '+17865550100', idempotencyKey: 'k', runId: null }
  const sending = { ...message, accountId: 'ours', content: { text: 'Hello' } }
  expect(await channel.send(sending, new AbortController().signal)).toMatchObject({
    ok: false,
    error: { code: 'OPTED_OUT', message: expect.stringContaining('21610 Attempt to send') },
  })
})
