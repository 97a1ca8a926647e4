import { describe, expect, it } from 'vitest'
import { wireText } from './delivery-words.ts'

describe('a request in the log', () => {
  it('shows address, headers and JSON with breaks', () => {
    const request = { url: 'https://in.example/x', headers: { 'webhook-id': 'e1' }, body: '{"type":"PING"}' }
    expect(wireText(request)).toBe('POST https://in.example/x\nwebhook-id: e1\n\n{\n  "type": "PING"\n}')
  })

  it('shows an answer that is no JSON as it came', () => {
    expect(wireText({ headers: { server: 'x' }, body: '<h1>Busy' })).toBe('server: x\n\n<h1>Busy')
  })
})
