import { HOUR_MS } from '@patchbay/shared/time'
import { describe, expect, it } from 'vitest'
import { createMediaLinks } from './media-links.ts'

const id = '01990000-0000-7000-8000-000000000001'
const key = 'a key for tests that is long enough'
let clock = Date.UTC(2026, 0, 1, 9, 20)
const now = () => new Date(clock)
const links = createMediaLinks({ key, publicUrl: 'https://patchbay.example.com', now })

function partsOf(address: string) {
  const url = new URL(address, 'http://page')
  const [until = '', signature = ''] = ['until', 'signature'].map((name) => url.searchParams.get(name) ?? '')
  return { name: url.pathname.slice('/media/'.length), until, signature }
}

describe('the address of a file', () => {
  it('leads to the file, with the ending of its type', () => {
    const address = links.forPages({ id, type: 'image/png' })
    expect(address).toMatch(/^\/media\/01990000-0000-7000-8000-000000000001\.png\?until=\d+&signature=[\w-]{43}$/)
    expect(links.read(partsOf(address))).toBe(id)
    expect(links.read(partsOf(links.forPages({ id })))).toBe(id)
  })

  it('is the same for an hour, and good for one to two', () => {
    clock = Date.UTC(2026, 0, 1, 9, 0, 1)
    const address = links.forPages({ id })
    clock = Date.UTC(2026, 0, 1, 9, 59, 59)
    expect(links.forPages({ id })).toBe(address)
    clock = Date.UTC(2026, 0, 1, 10, 59, 59)
    expect(links.read(partsOf(address))).toBe(id)
    clock = Date.UTC(2026, 0, 1, 11)
    expect(links.read(partsOf(address))).toBeUndefined()
  })

  it('is whole and good for days where a service fetches it', () => {
    const address = links.forServices({ id, type: 'image/jpeg' })
    expect(address).toMatch(/^https:\/\/patchbay\.example\.com\/media\/.*\.jpg\?/)
    clock += 7 * 24 * HOUR_MS - 1
    expect(links.read(partsOf(address))).toBe(id)
    clock += 2 * HOUR_MS
    expect(links.read(partsOf(address))).toBeUndefined()
  })

  it('is refused when any part of it is another, and with the key of another server', () => {
    const address = partsOf(links.forPages({ id, type: 'image/png' }))
    const other = id.replace(/1$/, '2')
    for (const wrong of [
      { name: address.name.replace(id, other) },
      { name: id },
      { name: `${id}.html` },
      { until: String(Number(address.until) + 3600) },
      { until: '9999999999' },
      { until: '' },
      { signature: '' },
      { signature: `${address.signature.slice(0, -1)}A` },
      { signature: address.signature.slice(0, 20) },
    ]) {
      expect(links.read({ ...address, ...wrong }), JSON.stringify(wrong)).toBeUndefined()
    }
    expect(links.read({ name: address.name })).toBeUndefined()
    expect(createMediaLinks({ key: `${key}!`, now }).read(address)).toBeUndefined()
  })
})
