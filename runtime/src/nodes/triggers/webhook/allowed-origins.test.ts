import { describe, expect, it } from 'vitest'
import { originHeaders } from './allowed-origins.ts'

const page = 'https://www.example.com'

describe('originHeaders', () => {
  it.each([page, 'https://a.example, https://www.example.com/', 'HTTPS://WWW.EXAMPLE.COM\nhttps://b.example'])(
    'lets a page call that is in %j',
    (allowed) => {
      expect(originHeaders(page, allowed)).toEqual({ 'access-control-allow-origin': page, vary: 'Origin' })
    },
  )

  it('lets every page call with a star', () => {
    expect(originHeaders(page, '*')).toEqual({ 'access-control-allow-origin': '*' })
  })

  it.each([
    '',
    'https://example.com',
    'http://www.example.com',
    'https://www.example.com:8443',
    'https://*.example.com',
  ])('lets no other page call with %j', (allowed) => {
    expect(originHeaders(page, allowed)).toBeUndefined()
  })

  it('says nothing to a caller that is no page', () => {
    expect(originHeaders(undefined, '*')).toBeUndefined()
  })
})
