import { describe, expect, it } from 'vitest'
import { webhookTrigger } from './start.ts'

describe('Webhook', () => {
  it('hands over the event and makes its body the item', () => {
    const data = {
      body: { ticket: { id: 7 } },
      headers: { 'x-topic': 'new' },
      query: { a: ['1', '2'] },
      method: 'POST',
      rawBody: '{"ticket":{"id":7}}',
    }
    expect(webhookTrigger.start({ path: 'p' }, { data })).toEqual({
      outputs: data,
      variables: {},
      item: { ANI: '', DNIS: '', text: '', externalChatData: { ticket: { id: 7 } } },
    })
  })

  it('has an empty body for an event without one', () => {
    const { outputs, item } = webhookTrigger.start({ path: 'p' }, { data: { method: 'GET' } })
    expect(outputs).toEqual({ body: null, headers: {}, query: {}, method: 'GET', rawBody: '' })
    expect(item.externalChatData).toBeNull()
  })
})
