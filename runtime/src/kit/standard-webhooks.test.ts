import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { newSigningSecret, signedHeaders } from './standard-webhooks.ts'

const body = '{"type":"order.paid","timestamp":"2026-01-01T00:00:00Z","data":{"id":"o_1"}}'

describe('the signature of a message', () => {
  it('is the one that others compute', () => {
    const now = new Date('2026-01-01T00:00:00.999Z')
    expect(signedHeaders({ id: 'msg_0001', now, body }, ['whsec_Zmxvdy1ydW50aW1lLWV4YW1wbGUta2V5'])).toEqual([
      ['webhook-id', 'msg_0001'],
      ['webhook-timestamp', '1767225600'],
      ['webhook-signature', 'v1,35A80pvgghUDTBVw5+3XFsT1Iqy8DaJmt6CoFiWgEv0='],
    ])
  })

  it('is verified with each of two secrets, for five minutes and for this body only', () => {
    const secrets = [newSigningSecret(), newSigningSecret()]
    const verify = (offsetSeconds: number, secret: string, text = body) => {
      const now = new Date(Date.now() + offsetSeconds * 1_000)
      const headers = Object.fromEntries(signedHeaders({ id: 'a', now, body }, secrets))
      return () => new Webhook(secret).verify(text, headers)
    }
    for (const secret of secrets) expect(verify(0, secret)).not.toThrow()
    expect(verify(0, newSigningSecret())).toThrow('No matching signature')
    expect(verify(0, secrets[0] ?? '', `${body} `)).toThrow('No matching signature')
    expect(verify(-310, secrets[0] ?? '')).toThrow('too old')
    expect(verify(310, secrets[0] ?? '')).toThrow('too new')
  })
})
