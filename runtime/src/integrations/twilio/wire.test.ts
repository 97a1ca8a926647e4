import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, it } from 'vitest'
import { signatureOf, signedSpellings } from './wire.ts'

const authToken = '0123456789abcdef0123456789abcdef'
const url = 'https://flow.example.test/hooks/twilio/acc-1?src=sms'
const fields = {
  MessageSid: 'SM00000000000000000000000000000001',
  AccountSid: 'AC00000000000000000000000000000001',
  From: '+15005550006',
  To: '+15005550009',
  Body: 'Hello & welcome = ok ✓',
  NumMedia: '0',
  NumSegments: '1',
}

describe('the signature', () => {
  it('is the one of the published vectors', () => {
    expect(signatureOf(authToken, url, new URLSearchParams(fields))).toBe('ABLq86w4sRJ3v5Cey0VDE8UaLxU=')
    const media = {
      ...fields,
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1',
      MediaContentType0: 'image/jpeg',
    }
    expect(signatureOf(authToken, url, new URLSearchParams(media))).toBe('qojtbrwnpquJ9yh8G008xT81L2E=')
    const body = '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862'
    const ofJson = `https://flow.example.test/hooks/twilio/acc-1?bodySHA256=${body}`
    expect(signatureOf(authToken, ofJson, new URLSearchParams())).toBe('LiKxXoHlmUF/5tsGcFrr/dfQUJ0=')
  })

  it.each([
    ['nothing', ''],
    ['names in another order than the alphabet', 'b=2&a=1&B=3&%C3%A9=4'],
    ['a name that comes twice', 'a=2&a=1&a=2&b='],
    ['a name of the prototype', '__proto__=1&constructor=2'],
  ])("is the one of Twilio's package over %s", (_title, form) => {
    const given = new URLSearchParams(form)
    const values = new Map([...given.keys()].map((name) => [name, given.getAll(name)]))
    const own = signatureOf(authToken, url, given)
    expect(own).toBe(getExpectedTwilioSignature(authToken, url, Object.fromEntries(values)))
  })
})

it.each([
  ['https://a.test/x?y=1', ['https://a.test/x?y=1', 'https://a.test:443/x?y=1']],
  ['https://a.test:443/x', ['https://a.test:443/x', 'https://a.test/x']],
  ['http://a.test/%7e', ['http://a.test/%7e', 'http://a.test:80/%7e']],
  ['https://a.test', ['https://a.test', 'https://a.test:443']],
])('%s may have been signed with and without its port', (url, spellings) => {
  expect(new Set(signedSpellings(url))).toEqual(new Set(spellings))
})
