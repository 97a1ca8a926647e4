import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { describe, expect, it } from 'vitest'
import { oauthHeader } from './oauth.ts'

const keys = {
  consumerKey: 'key',
  consumerSecret: 'secret&with=signs',
  accessToken: '1111-token',
  accessTokenSecret: "token's (secret)*",
}
const now = new Date('2026-01-02T03:04:05Z')

/** The header as a package makes it. */
function headerOf(method: string, url: string, nonce: string): string {
  const oauth = new OAuth({
    consumer: { key: keys.consumerKey, secret: keys.consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  })
  oauth.getNonce = () => nonce
  oauth.getTimeStamp = () => now.getTime() / 1000
  return oauth.toHeader(oauth.authorize({ method, url }, { key: keys.accessToken, secret: keys.accessTokenSecret }))
    .Authorization
}

const fieldsOf = (header: string) =>
  header
    .replace(/^OAuth /, '')
    .split(', ')
    .toSorted()

describe('the OAuth 1.0a header', () => {
  it.each([
    ['GET', 'https://api.x.com/2/users/me'],
    ['POST', 'https://api.x.com/2/dm_conversations/with/2222/messages'],
    ['GET', "https://api.x.com/2/things?b=two%20words&a=it's%20(%2B)!*&c=%C3%BC"],
    ['PUT', 'http://127.0.0.1:8080/2/webhooks/7?z=&aa=1&a=2'],
  ])('of %s %s is the one that a package makes', (method, url) => {
    const header = oauthHeader(keys, { method, url, now, nonce: 'once' })
    expect(fieldsOf(header)).toEqual(fieldsOf(headerOf(method, url, 'once')))
  })

  it('is another one each time', () => {
    const request = { method: 'GET', url: 'https://api.x.com/2/users/me', now }
    expect(oauthHeader(keys, request)).not.toBe(oauthHeader(keys, request))
  })
})
