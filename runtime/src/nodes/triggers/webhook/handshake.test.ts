import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { answerBareHandshake, answerHandshake } from './handshake.ts'

const head = (changes: { method?: string; headers?: Record<string, string>; query?: Record<string, string> }) => ({
  method: 'POST',
  url: 'https://patchbay.example.com/hooks/p',
  headers: {},
  query: {},
  ...changes,
})

describe('a question in the address or the headers', () => {
  const meta = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'sesame' }

  it.each([
    ['Meta', { method: 'GET', query: meta }, { text: '1158201444' }],
    ['Dropbox', { method: 'GET', query: { challenge: 'abc' } }, { text: 'abc' }],
    ['Microsoft Graph', { query: { validationToken: 'a b' } }, { text: 'a b' }],
    ['Okta', { method: 'GET', headers: { 'x-okta-verification-challenge': 'x' } }, { json: { verification: 'x' } }],
    ['Asana', { headers: { 'x-hook-secret': 's' } }, { json: {}, headers: { 'x-hook-secret': 's' } }],
    [
      'CloudEvents',
      { method: 'OPTIONS', headers: { 'webhook-request-origin': 'events.example.com' } },
      { headers: { 'webhook-allowed-origin': 'events.example.com' } },
    ],
    ['a service that looks with HEAD', { method: 'HEAD' }, { service: expect.any(String) }],
  ])('of %s is answered', (_service, changes, answer) => {
    expect(answerBareHandshake(head(changes), '')).toMatchObject(answer)
  })

  it('of Meta is answered with the right Verify Token only, where one is set', () => {
    expect(answerBareHandshake(head({ method: 'GET', query: meta }), 'sesame')).toMatchObject({ text: '1158201444' })
    expect(answerBareHandshake(head({ method: 'GET', query: meta }), 'other')).toBeUndefined()
    expect(answerBareHandshake(head({ method: 'GET', query: { 'hub.challenge': '1' } }), 'other')).toBeUndefined()
  })

  it.each([
    ['an ordinary event', {}],
    ['an ordinary GET', { method: 'GET', query: { challenge: 'a', id: '7' } }],
    ['a challenge without end', { method: 'GET', query: { 'hub.challenge': 'x'.repeat(1_001) } }],
    ['a challenge in a POST', { query: meta }],
  ])('is not seen in %s', (_what, changes) => {
    expect(answerBareHandshake(head(changes), '')).toBeUndefined()
  })
})

describe('a question in the body', () => {
  const none = { type: 'none' } as const

  it.each([
    ['Slack', { type: 'url_verification', token: 't', challenge: '3eZbrw1a' }, { challenge: '3eZbrw1a' }],
    ['monday', { challenge: 'abc' }, { challenge: 'abc' }],
    ['Gladly', { type: 'PING' }, {}],
    [
      'Azure Event Grid',
      [{ eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent', data: { validationCode: 'c' } }],
      { validationResponse: 'c' },
    ],
  ])('of %s is answered', (_service, body, json) => {
    expect(answerHandshake(head({}), body, none)).toMatchObject({ json })
  })

  it('of GitHub is answered by its header', () => {
    const ping = head({ headers: { 'x-github-event': 'ping' } })
    expect(answerHandshake(ping, { zen: 'Keep it logically awesome.' }, none)).toMatchObject({ json: {} })
  })

  it('of Zoom is answered with the key, for requests that are signed as by Zoom', () => {
    const body = { event: 'endpoint.url_validation', payload: { plainToken: 'abc' } }
    const encryptedToken = createHmac('sha256', 'k').update('abc').digest('hex')
    expect(answerHandshake(head({}), body, { type: 'signature', scheme: 'zoom', key: 'k' })).toMatchObject({
      json: { plainToken: 'abc', encryptedToken },
    })
    // It would sign whatever a stranger asks for.
    expect(answerHandshake(head({}), body, { type: 'signature', scheme: 'other', key: 'k' })).toBeUndefined()
    expect(answerHandshake(head({}), body, { type: 'none', scheme: 'zoom', key: 'k' })).toBeUndefined()
  })

  it.each([
    ['an event of Slack', { type: 'event_callback', challenge: 'x' }],
    ['an event of Gladly', { type: 'CONVERSATION/CREATED' }],
    ['an event that is named PING and has content', { type: 'PING', content: { a: 1 } }],
    ['a list', [{ challenge: 'a' }, { challenge: 'b' }]],
    ['a text', 'PING'],
    ['nothing', null],
  ])('is not seen in %s', (_what, body) => {
    expect(answerHandshake(head({}), body, none)).toBeUndefined()
  })
})
