import { expect, it } from 'vitest'
import { readTokenReply } from './token-reply.ts'

const YEAR_SECONDS = 365 * 24 * 60 * 60

function lifeMsOf(expiresIn: string): number | undefined {
  const text = `{"access_token":"t","expires_in":${expiresIn}}`
  const reply = readTokenReply({
    statusCode: 200,
    statusText: 'OK',
    headers: [['content-type', 'application/json']],
    text,
    bytes: text.length,
  })
  if (!('token' in reply)) throw new Error(reply.reason)
  return reply.lifeMs
}

it.each(['3600', '"3600"', '3600.0', '"3600 s"'])('reads the life %s of a token', (expiresIn) => {
  expect(lifeMsOf(expiresIn)).toBe(3_600_000)
})

it('keeps a life of ten years', () => {
  expect(lifeMsOf(String(10 * YEAR_SECONDS))).toBe(10 * YEAR_SECONDS * 1000)
})

it.each(['9007199254740991', '9007199254740993', '1e30', '1e400', '"1e30"', '8640000000000'])(
  'has an end that can be stored for a token that lives %s seconds',
  (expiresIn) => {
    const lifeMs = lifeMsOf(expiresIn) ?? Number.NaN
    expect(new Date(Date.UTC(2026, 0) + lifeMs).getUTCFullYear()).toBeLessThan(2200)
    expect(lifeMs).toBeGreaterThan(10 * YEAR_SECONDS * 1000)
  },
)

it.each(['0', '-1', '-1e30', '"soon"', '""', '"NaN"', 'null', 'true', '{}', '[3600]'])(
  'knows of no end by the life %s',
  (expiresIn) => {
    expect(lifeMsOf(expiresIn)).toBeUndefined()
  },
)
