import { generateKeyPairSync } from 'node:crypto'
import { verifySignature } from '@vonage/jwt'
import jsonwebtoken from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { applicationToken, readPrivateKey, requireMessagesToken, type SignedCall } from './tokens.ts'

const body =
  '{"channel":"whatsapp","message_uuid":"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab","to":"14157386102","from":"447700900001","timestamp":"2026-01-02T03:04:05Z","message_type":"text","text":"Hello"}'
/** The published vector. */
const token = [
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJpYXQiOjE3NjczMjMwNDUsImp0aSI6ImM1YmE4ZjI0LTFhMTQtNGMxMC1iZmRmLTNmYmU4Y2U1MTFiNSIsImlzcyI6IlZvbmFnZSIsInBheWxvYWRfaGFzaCI6IjAwN2YxYmJhODAzYjE4ZjNhMDY2ODM5NTFmNzdjZjAyNGFmMmJiYzM4MzUxYzYyYmM4YTAwMGIyYzFkNTBiYjAiLCJhcGlfa2V5IjoiYWJjZDEyMzQiLCJhcHBsaWNhdGlvbl9pZCI6ImFhYWFhYWFhLWJiYmItY2NjYy1kZGRkLTAxMjM0NTY3ODlhYiJ9',
  'lWGL24MR67WM-ey7K_K8fHe2gghyMNqxIMwDAHOI34w',
].join('.')
const secret = 'vonage-sig-secret-0123456789abcdef'
const signedAt = 1_767_323_045_000

function check(change: Partial<Omit<SignedCall, 'rawBody'>> & { readonly body?: string } = {}): void {
  const rawBody = new TextEncoder().encode(change.body ?? body)
  requireMessagesToken({ token, apiKey: 'abcd1234', secret, now: new Date(signedAt), ...change, rawBody })
}

/** A token with these claims and header, signed by the library of Vonage's packages. */
function tokenWith(claims: object, algorithm: 'HS256' | 'HS512' | 'none' = 'HS256'): string {
  const given = jsonwebtoken.decode(token)
  return jsonwebtoken.sign({ ...Object(given), ...claims }, algorithm === 'none' ? '' : secret, { algorithm })
}

function timeless(): string {
  const { iat: _, ...claims } = Object(jsonwebtoken.decode(token))
  return jsonwebtoken.sign(claims, secret, { noTimestamp: true })
}

const codeOf = async (change: Parameters<typeof check>[0]) => (await failureOf((async () => check(change))())).code

describe('the token of a call of the Messages API', () => {
  it("is right for the published vector, which Vonage's package accepts too", () => {
    expect(verifySignature(token, secret)).toBe(true)
    expect(() => check()).not.toThrow()
    expect(() => check({ now: new Date(signedAt + 4 * 60_000) })).not.toThrow()
  })

  it.each([
    ['another body', { body: body.replace('Hello', 'Jello') }],
    ['another secret', { secret: 'vonage-sig-secret-0123456789abcdeg' }],
    ['another account', { apiKey: 'abcd1235' }],
    ['ten minutes later', { now: new Date(signedAt + 600_000) }],
    ['ten minutes earlier', { now: new Date(signedAt - 600_000) }],
    ['no signature, as the token asks', { token: tokenWith({}, 'none') }],
    ['another way of signing', { token: tokenWith({}, 'HS512') }],
    ['another issuer', { token: tokenWith({ iss: 'Somebody' }) }],
    ['no hash of the body', { token: tokenWith({ payload_hash: undefined }) }],
    ['no time', { token: timeless() }],
    ['no token', { token: 'a.b' }],
    ['a token of four parts', { token: `${token}.x` }],
    ['a header that is no JSON', { token: `%%.${token.slice(token.indexOf('.') + 1)}` }],
  ])('is wrong for %s', async (_title, change) => {
    expect(await codeOf(change)).toBe('INVALID_TOKEN')
  })
})

describe('the token of an application', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

  it("is accepted by Vonage's package, and holds for fifteen minutes", () => {
    const now = new Date()
    const made = applicationToken('an-application', privateKey, now)
    expect(verifySignature(made, publicKey)).toBe(true)
    const iat = Math.floor(now.getTime() / 1000)
    expect(jsonwebtoken.decode(made)).toEqual({
      application_id: 'an-application',
      iat,
      exp: iat + 900,
      jti: expect.stringMatching(/./),
    })
  })

  it.each([
    ['as the file has it', (key: string) => key],
    ['with spaces for line breaks', (key: string) => key.replaceAll('\n', ' ')],
    ['without line breaks', (key: string) => key.replaceAll('\n', '')],
    ['with line breaks of Windows and text around', (key: string) => `key:\r\n${key.replaceAll('\n', '\r\n')}\r\n`],
  ])('is made with a key %s', (_title, spelling) => {
    expect(readPrivateKey(spelling(privateKey)).type).toBe('private')
  })

  it('is not made with something else', async () => {
    for (const text of ['', 'a key', publicKey, privateKey.replace(/\n.{20}/, '\n')]) {
      expect((await failureOf((async () => readPrivateKey(text))())).code).toBe('SECRET_MISSING')
    }
  })
})
