import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isFresh, isSignedWith, type SignedRequest } from './signatures.ts'

const sign = (key: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update('a.b').digest(encoding)
const check = (changes: Partial<SignedRequest>) =>
  isSignedWith({
    algorithm: 'sha256',
    encoding: 'hex',
    signed: ['a', Buffer.from('.b')],
    given: [sign('key')],
    keys: ['key'],
    ...changes,
  })

describe('isSignedWith', () => {
  it('takes one right signature among several, with one of the keys', () => {
    expect(check({})).toBe(true)
    expect(check({ given: ['00', sign('other'), sign('key')], keys: ['new', 'key'] })).toBe(true)
    expect(check({ given: [sign('key').toUpperCase()] })).toBe(true)
    expect(check({ given: [sign('key', 'base64')], encoding: 'base64' })).toBe(true)
  })

  it.each([
    ['another key', { keys: ['other'] }],
    ['no key', { keys: [] }],
    ['an empty key', { keys: [''], given: [sign('')] }],
    ['no signature', { given: [] }],
    ['an empty signature', { given: [''] }],
    ['half a signature', { given: [sign('key').slice(0, 32)] }],
    ['another text', { signed: ['a.b '] }],
    ['a right signature after very many', { given: [...Array<string>(10).fill('00'), sign('key')] }],
  ])('refuses %s', (_what, changes) => {
    expect(check(changes)).toBe(false)
  })
})

describe('isFresh', () => {
  const now = new Date(1_767_225_600_000)

  it.each([['1767225600'], ['1767225300'], ['1767225900']])('takes %s', (seconds) => {
    expect(isFresh(seconds, now, 300)).toBe(true)
  })

  it.each([['1767225299'], ['1767225901'], [''], [undefined], ['soon'], ['-1'], ['1e9'], ['1767225600000']])(
    'refuses %s',
    (seconds) => {
      expect(isFresh(seconds, now, 300)).toBe(false)
    },
  )
})
