import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { newSigningSecret, signatureOf } from './sign.ts'

const body = '{"type":"order.paid","timestamp":"2026-01-01T00:00:00Z","data":{"id":"o_1"}}'

describe('the signature of a delivery', () => {
  it('is the one that others compute', () => {
    const signed = { id: 'msg_0001', timestamp: 1_767_225_600, body }
    expect(signatureOf(signed, ['whsec_Zmxvdy1ydW50aW1lLWV4YW1wbGUta2V5'])).toBe(
      'v1,35A80pvgghUDTBVw5+3XFsT1Iqy8DaJmt6CoFiWgEv0=',
    )
  })

  it('is verified with each of two secrets, for five minutes and for this body only', () => {
    const secrets = [newSigningSecret(), newSigningSecret()]
    const verify = (offsetSeconds: number, secret: string, text = body) => {
      const timestamp = Math.floor(Date.now() / 1_000) + offsetSeconds
      const signature = signatureOf({ id: 'a', timestamp, body }, secrets)
      const headers = { 'webhook-id': 'a', 'webhook-timestamp': String(timestamp), 'webhook-signature': signature }
      return () => new Webhook(secret).verify(text, headers)
    }
    for (const secret of secrets) expect(verify(0, secret)).not.toThrow()
    expect(verify(0, newSigningSecret())).toThrow('No matching signature')
    expect(verify(0, secrets[0] ?? '', `${body} `)).toThrow('No matching signature')
    expect(verify(-310, secrets[0] ?? '')).toThrow('too old')
    expect(verify(310, secrets[0] ?? '')).toThrow('too new')
  })
})
