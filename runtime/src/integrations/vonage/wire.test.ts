import { AlgorithmTypes, Auth } from '@vonage/auth'
import { SMS } from '@vonage/sms'
import { describe, expect, it } from 'vitest'
import { signatureMethods } from './account.ts'
import { signatureOf } from './wire.ts'

const secret = 'vonage-sig-secret-0123456789abcdef'
const fields = new Map(
  Object.entries({
    msisdn: '447700900001',
    to: '447700900000',
    messageId: '0A0000000123ABCD1',
    text: 'Tea & cake = ok',
    type: 'text',
    keyword: 'TEA',
    'api-key': 'abcd1234',
    'message-timestamp': '2026-01-02 03:04:05',
    timestamp: '1767323045',
    nonce: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
  }),
)

describe('the signature of the SMS API', () => {
  it.each([
    ['MD5HASH', 'e8a8da1fc592249fd43b1726340684ac'],
    ['MD5HMAC', 'ee4f8de45957ca58bc93f86664066daa'],
    ['SHA1HMAC', 'fd7456c7adb8ad9d06a8b56d2b006c088f724e61'],
    ['SHA256HMAC', '2d74ff10da1c7e4d06c9e3c51a23d0024d61873e334a8f9bf5fd15e4b605044c'],
    [
      'SHA512HMAC',
      'f5c5e7cfaade4ef5133051d9a3167bacd5632ca712d9280a6e5892d76897a56552aefc4ac0d92e6cea5d846019ac4761125574e0a8acd2d2fb0274cd5590209d',
    ],
  ] as const)('is the one of the published vector: %s', (method, sig) => {
    expect(signatureOf(method, secret, fields)).toBe(sig)
    expect(signatureOf(method, secret, new Map([...fields, ['sig', 'anything']]))).toBe(sig)
  })

  it.each(signatureMethods)("is one that Vonage's package accepts: %s", (method) => {
    const sms = new SMS(new Auth({ apiKey: 'abcd1234', apiSecret: 'secret' }))
    const sig = signatureOf(method, secret, fields)
    const algorithm = Object.values(AlgorithmTypes).find((value) => value === method)
    expect(algorithm).toBeDefined()
    if (algorithm === undefined) return
    const given = { ...Object.fromEntries(fields), sig }
    expect(sms.verifySignature(sig, given, secret, algorithm)).toBe(true)
    expect(sms.verifySignature(sig, { ...given, text: 'changed' }, secret, algorithm)).toBe(false)
  })
})
