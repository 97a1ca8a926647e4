import { createHmac } from 'node:crypto'
import { sign as signGitHub } from '@octokit/webhooks-methods'
import { AppError } from '@patchbay/shared/errors'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { checkCredential, checkSignature } from './check-sender.ts'
import type { SignatureScheme, WebhookAuth } from './signature-schemes.ts'

const now = new Date('2026-01-01T00:00:00Z')
const seconds = (offset = 0) => String(now.getTime() / 1000 + offset)
const url = 'https://patchbay.example.com/hooks/p?a=1&b=%20'
const body = '{"type":"order.paid","data":{"id":"o_1","name":"Zoë"}}'
const form = 'From=%2B13055550119&Body=Hi+there&Empty=&MediaUrl=b&MediaUrl=a'
const standardKey = 'whsec_Zmxvdy1ydW50aW1lLWV4YW1wbGUta2V5'

const refusalOf = (work: () => void): string => {
  try {
    work()
    return 'taken'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

interface Sent {
  readonly headers: Record<string, string>
  readonly body?: string
  readonly url?: string
}

function check(auth: Partial<WebhookAuth>, sent: Sent, at = now): string {
  const head = { method: 'POST', url: sent.url ?? url, headers: sent.headers, query: {} }
  return refusalOf(() => checkSignature(head, Buffer.from(sent.body ?? body), { type: 'signature', ...auth }, at))
}

/** A request as the service itself signs it. */
const signers: Readonly<Record<SignatureScheme, (key: string, offset?: number) => Promise<Sent>>> = {
  'standard-webhooks': async (key, offset = 0) => {
    const at = new Date(now.getTime() + offset * 1000)
    const signature = new Webhook(key).sign('msg_1', at, body)
    return { headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': seconds(offset), 'webhook-signature': signature } }
  },
  github: async (key) => ({ headers: { 'x-hub-signature-256': await signGitHub(key, body) } }),
  stripe: async (key, offset = 0) => {
    const timestamp = Number(seconds(offset))
    const header = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: key, timestamp })
    return { headers: { 'stripe-signature': header } }
  },
  slack: async (key, offset = 0) => versionZero(key, offset, 'x-slack-signature', 'x-slack-request-timestamp'),
  zoom: async (key, offset = 0) => versionZero(key, offset, 'x-zm-signature', 'x-zm-request-timestamp'),
  shopify: async (key) => ({
    headers: { 'x-shopify-hmac-sha256': createHmac('sha256', key).update(body).digest('base64') },
  }),
  twilio: async (key) => {
    const fields = { From: '+13055550119', Body: 'Hi there', Empty: '', MediaUrl: ['b', 'a'] }
    const signature = twilio.getExpectedTwilioSignature(key, url, fields)
    const headers = { 'x-twilio-signature': signature, 'content-type': 'application/x-www-form-urlencoded' }
    return { headers, body: form }
  },
  other: async (key, offset = 0) => {
    const time = seconds(offset)
    const signature = createHmac('sha512', key).update(`${time}.${body}`).digest('base64')
    return { headers: { 'x-signature': `v9:${signature}`, 'x-time': time } }
  },
}

async function versionZero(key: string, offset: number, name: string, timeName: string): Promise<Sent> {
  const time = seconds(offset)
  const signature = createHmac('sha256', key).update(`v0:${time}:${body}`).digest('hex')
  return { headers: { [name]: `v0=${signature}`, [timeName]: time } }
}

const schemes = Object.keys(signers) as SignatureScheme[] // the keys of this very record
const timed: readonly SignatureScheme[] = ['standard-webhooks', 'stripe', 'slack', 'zoom', 'other']

function authOf(scheme: SignatureScheme): WebhookAuth {
  const key = scheme === 'standard-webhooks' ? standardKey : 'a signing key'
  const other = { signatureHeader: 'X-Signature', prefix: 'v9:', algorithm: 'sha512', encoding: 'base64' } as const
  return { type: 'signature', scheme, key, ...(scheme === 'other' ? { ...other, timestampHeader: 'X-Time' } : {}) }
}

describe.each(schemes)('the signature of %s', (scheme) => {
  const auth = authOf(scheme)
  const { key = '' } = auth
  const otherKey = scheme === 'standard-webhooks' ? 'whsec_b3RoZXIta2V5LW90aGVyLWtleS1vdGhlcg==' : 'another key'

  it('is taken as the service makes it', async () => {
    expect(check(auth, await signers[scheme](key))).toBe('taken')
  })

  it('is taken with either key while the key changes', async () => {
    const both = { ...auth, key: otherKey, nextKey: key }
    expect(check(both, await signers[scheme](key))).toBe('taken')
    expect(check(both, await signers[scheme](otherKey))).toBe('taken')
  })

  it('is refused with another key, over a changed body, and when it is missing', async () => {
    const sent = await signers[scheme](key)
    expect(check(auth, await signers[scheme](otherKey))).toBe('INVALID_TOKEN')
    expect(check(auth, { ...sent, body: `${sent.body ?? body} ` })).toBe('INVALID_TOKEN')
    const names = Object.keys(sent.headers).filter((name) => /signature|hmac/.test(name))
    const headers = Object.fromEntries(Object.entries(sent.headers).filter(([name]) => !names.includes(name)))
    expect(check(auth, { ...sent, headers })).toBe('UNAUTHENTICATED')
  })

  it('fits nothing while no key is set', async () => {
    expect(check({ ...auth, key: '' }, await signers[scheme](key))).toBe('INVALID_TOKEN')
  })
})

describe.each(timed)('the time of %s', (scheme) => {
  const auth = authOf(scheme)
  const { key = '' } = auth

  it('may be five minutes off, not more, before and after', async () => {
    for (const offset of [-299, 299]) expect(check(auth, await signers[scheme](key, offset)), `${offset}`).toBe('taken')
    for (const offset of [-301, 301]) {
      expect(check(auth, await signers[scheme](key, offset)), `${offset}`).toBe('INVALID_TOKEN')
    }
    expect(check({ ...auth, toleranceSeconds: 600 }, await signers[scheme](key, -301))).toBe('taken')
  })

  it('cannot be changed without the key', async () => {
    const sent = await signers[scheme](key, -1_000)
    const headers = Object.entries(sent.headers).map(([name, value]) => [
      name,
      value.replaceAll(seconds(-1_000), seconds()),
    ])
    expect(check(auth, { headers: Object.fromEntries(headers) })).toBe('INVALID_TOKEN')
  })
})

describe('what services do besides', () => {
  it('Standard Webhooks: the check vector, an unknown version first, and the names of Svix', () => {
    const sample = '{"type":"order.paid","timestamp":"2026-01-01T00:00:00Z","data":{"id":"o_1"}}'
    const signature = 'v1a,xyz v1,35A80pvgghUDTBVw5+3XFsT1Iqy8DaJmt6CoFiWgEv0='
    for (const name of ['webhook', 'svix']) {
      const headers = {
        [`${name}-id`]: 'msg_0001',
        [`${name}-timestamp`]: '1767225600',
        [`${name}-signature`]: signature,
      }
      expect(check(authOf('standard-webhooks'), { headers, body: sample })).toBe('taken')
    }
  })

  it('Slack: the request that its documentation signs', () => {
    const sample =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V' +
      '&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=' +
      '&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN' +
      '&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    }
    const auth = { scheme: 'slack', key: '8f742231b10e8888abcd99yyyzzz85a5' } as const
    expect(check(auth, { headers, body: sample }, new Date(1_531_420_618_000))).toBe('taken')
  })

  it('Stripe: a signature for each key in one header', async () => {
    const [old, fresh] = await Promise.all([signers.stripe('old key'), signers.stripe('new key')])
    const header = `${old.headers['stripe-signature']},${fresh.headers['stripe-signature']?.split(',')[1]}`
    expect(check({ scheme: 'stripe', key: 'new key' }, { headers: { 'stripe-signature': header } })).toBe('taken')
  })

  it('Twilio: the hash of a body that is no form, and a newer algorithm', () => {
    const auth = authOf('twilio')
    const { key = '' } = auth
    const hashed = `${url}&bodySHA256=${twilio.getExpectedBodyHash(body)}`
    const headers = {
      'content-type': 'application/json',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(key, hashed, {}),
    }
    expect(check(auth, { headers, url: hashed })).toBe('taken')
    expect(check(auth, { headers, url: hashed, body: '{}' })).toBe('UNAUTHENTICATED')
    const unhashed = { ...headers, 'x-twilio-signature': twilio.getExpectedTwilioSignature(key, url, {}) }
    expect(check(auth, { headers: unhashed })).toBe('UNAUTHENTICATED')
  })

  it('Another service: the body alone, in hexadecimal, unless the webhook says otherwise', () => {
    const signature = createHmac('sha256', 'k').update(body).digest('hex')
    const auth = { scheme: 'other', key: 'k', signatureHeader: 'X-Sign' } as const
    expect(check(auth, { headers: { 'x-sign': signature } })).toBe('taken')
  })
})

describe('a password or a header', () => {
  const credential = (auth: WebhookAuth, headers: Record<string, string>) =>
    refusalOf(() => checkCredential({ method: 'POST', url, headers, query: {} }, auth))
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

  it('may be either of two while it changes', () => {
    const withPassword = { type: 'basic', username: 'shop', password: 'old:1', nextPassword: 'new' } as const
    expect(['shop:old:1', 'shop:new', 'shop:', 'x:new'].map((text) => credential(withPassword, basic(text)))).toEqual([
      'taken',
      'taken',
      'INVALID_TOKEN',
      'INVALID_TOKEN',
    ])
    const withHeader = { type: 'header', headerName: 'X-Api-Key', headerValue: 'old', nextHeaderValue: 'new' } as const
    expect(['old', 'new', ''].map((text) => credential(withHeader, { 'x-api-key': text }))).toEqual([
      'taken',
      'taken',
      'INVALID_TOKEN',
    ])
  })

  it('that is not set lets nobody in', () => {
    expect(credential({ type: 'header', headerName: 'X-Api-Key', headerValue: '' }, { 'x-api-key': '' })).toBe(
      'INVALID_TOKEN',
    )
    expect(credential({ type: 'basic', username: 'a', password: '' }, basic('a:'))).toBe('INVALID_TOKEN')
  })
})
