import { describe, expect, it } from 'vitest'
import { createMask, MASK, showSealed } from './mask.ts'

const secrets = new Map([
  ['id-1', 'hunter2-longer'],
  ['id-2', 'hunter2'],
  ['id-3', 'a"b/c é+'],
  ['id-4', 'abc'],
])
const mask = createMask(secrets)

describe('hide', () => {
  it('replaces every secret, the longer one first', () => {
    expect(mask.text('x hunter2-longer y hunter2 z')).toBe(`x ${MASK} y ${MASK} z`)
  })

  it('leaves texts alone that only a very short secret is in', () => {
    expect(mask.text('abcdef')).toBe('abcdef')
  })

  it.each([
    ['in a URL', encodeURIComponent('a"b/c é+')],
    ['in a form', new URLSearchParams({ x: 'a"b/c é+' }).toString().slice(2)],
    ['in a URL with small letters', encodeURIComponent('a"b/c é+').replace(/%../g, (triple) => triple.toLowerCase())],
    ['in JSON text', JSON.stringify('a"b/c é+').slice(1, -1)],
    ['in JSON text as PHP writes it', '"a\\"b\\/c \\u00e9+"'.slice(1, -1)],
    ['in JSON text as Python writes it', 'a\\"b/c \\u00e9+'],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify('a"b/c é+')).slice(3, -3)],
    ['in HTML', 'a&quot;b/c é+'],
    ['in hex', Buffer.from('a"b/c é+').toString('hex')],
    ['in hex with capitals', Buffer.from('a"b/c é+').toString('hex').toUpperCase()],
  ])('finds a secret that stands %s', (_where, text) => {
    expect(mask.text(`<${text}>`)).toBe(`<${MASK}>`)
  })

  it.each(['', 'u', 'us', 'user'])('leaves nothing of a secret in a Basic header, with the user name %j', (user) => {
    const header = Buffer.from(`${user}:hunter2-longer`).toString('base64')
    const shown = mask.text(`Basic ${header}`)
    expect(shown).toContain(MASK)
    const rest = shown
      .replace('Basic ', '')
      .split(MASK)
      .map((part) => Buffer.from(part, 'base64').toString('latin1'))
    expect(rest.join('')).not.toMatch(/hunter|longer/)
  })

  it.each(['', 'u', 'us', 'user'])(
    'finds a secret in base64 for URLs and in an encoded Basic header, after %j',
    (user) => {
      const secret = '~ÿ>>?a/b c~ÿ'
      const other = createMask(new Map([['i', secret]]))
      const encoded = new URLSearchParams({ '': secret }).toString().slice(1)
      for (const text of [
        Buffer.from(`${user}:${secret}`).toString('base64url'),
        Buffer.from(`${user}:${encoded}`).toString('base64'),
      ]) {
        expect(other.text(`<${text}>`)).toMatch(/^<[^<>]{0,9}•••[^<>]{0,4}>$/)
      }
    },
  )

  it('goes through keys, lists and objects and keeps what has nothing to hide', () => {
    const clean = { a: [1, null, 'x'] }
    const value = { clean, list: ['hunter2', { 'k-hunter2': 2 }] }
    const hidden = mask.hide(value)
    expect(hidden).toEqual({ clean, list: [MASK, { [`k-${MASK}`]: 2 }] })
    expect(hidden.clean).toBe(clean)
    expect(mask.hide(clean)).toBe(clean)
  })

  it('treats characters of patterns in a secret as text', () => {
    expect(createMask(new Map([['i', '(a+)+$.*']])).text('x(a+)+$.*y aaaa')).toBe(`x${MASK}y aaaa`)
  })
})

describe('seal and open', () => {
  it.each([
    { text: 'Bearer hunter2 and hunter2-longer.' },
    { exact: 'hunter2', nested: [{ deep: 'a"b/c é+' }], number: 12345678901234567890n, none: null },
    { $sealed: ['x', { $secret: 'id-1' }] },
    { $sealed: 'x' },
    { $literal: { $sealed: [{ $secret: 'id-1' }] } },
    { $literal: 'hunter2' },
    { body: { $secret: 'id-1' } },
    JSON.parse('{"__proto__": {"x": "hunter2"}}'),
  ])('gives back what was sealed, case %#', (value) => {
    const sealed = mask.seal(value)
    expect(mask.open(sealed)).toEqual(value)
    expect(Object.keys(mask.open(sealed))).toEqual(Object.keys(value))
  })

  it('stores no secret', () => {
    const sealed = mask.seal({ a: 'x hunter2 y', b: ['hunter2-longer'], c: encodeURIComponent('a"b/c é+') })
    expect(JSON.stringify(sealed)).not.toMatch(/hunter2|%22b/)
  })

  it('does not open a reference that came from outside', () => {
    const forged = { body: { $sealed: [{ $secret: 'id-1' }] } }
    expect(mask.open(mask.seal(forged))).toEqual(forged)
  })

  it('shows stored values with marks in the place of secrets', () => {
    const value = { a: 'x hunter2 y', b: { $sealed: ['as data'] } }
    expect(showSealed(mask.seal(value))).toEqual({ a: `x ${MASK} y`, b: { $sealed: ['as data'] } })
  })

  it('marks what can no longer be opened', () => {
    expect(createMask(new Map([['other', 'secret-x']])).open(mask.seal({ a: 'hunter2!' }))).toEqual({ a: `${MASK}!` })
  })

  it('changes nothing in a flow without secrets', () => {
    const value = { $sealed: [{ $secret: 'id-1' }] }
    const none = createMask(new Map())
    expect(none.open(none.seal(value))).toBe(value)
  })
})
