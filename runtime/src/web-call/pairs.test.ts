import { describe, expect, it } from 'vitest'
import { withFields, withParameter, withQuery } from './pairs.ts'

const rows = [
  { name: 'q', value: 'a b&c=ü#1' },
  { name: 'q', value: 'again' },
  { name: 'size[]', value: '50%' },
]
const escaped = 'q=a%20b%26c%3D%C3%BC%231&q=again&size%5B%5D=50%25'

describe('query parameters', () => {
  it.each([
    ['https://a.example/x', `https://a.example/x?${escaped}`],
    ['https://a.example', `https://a.example?${escaped}`],
    ['https://a.example/x?k=1', `https://a.example/x?k=1&${escaped}`],
    ['https://a.example/x?', `https://a.example/x?${escaped}`],
    ['https://a.example/x?k=1&', `https://a.example/x?k=1&${escaped}`],
    ['https://a.example/x?k=1#top?', `https://a.example/x?k=1&${escaped}#top?`],
  ])('are escaped and follow what %s has', (url, sent) => {
    expect(withQuery(url, rows)).toBe(sent)
  })

  it('are left out where they are empty, and the URL stays as it was written', () => {
    const url = 'https://a.example/x?already=%zz'
    expect(withQuery(url)).toBe(url)
    expect(withQuery(url, [{ name: 'status', value: '' }])).toBe(url)
    expect(withQuery(url, [{ name: '', value: 'nameless' }])).toBe(url)
  })

  it('take half a surrogate pair', () => {
    expect(withQuery('https://a.example/', [{ name: 'q', value: '\ud800' }])).toBe('https://a.example/?q=%EF%BF%BD')
  })
})

describe('form fields', () => {
  it('are escaped, follow what the body has, and are sent without a value', () => {
    const empty = { name: 'note', value: '' }
    expect(withFields('', [...rows, empty])).toBe(`${escaped}&note=`)
    expect(withFields('k=1\n', [empty])).toBe('k=1&note=')
    expect(withFields(' k=1\n')).toBe(' k=1\n')
  })
})

describe('a single parameter', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x?page=2'],
    ['https://a.example/x?page=1', 'https://a.example/x?page=2'],
    ['https://a.example/x?page=1&k=1&page=7#top', 'https://a.example/x?k=1&page=2#top'],
    ['https://a.example/x?k=a?b%zz', 'https://a.example/x?k=a?b%zz&page=2'],
  ])('takes the place of those of its name in %s', (url, sent) => {
    expect(withParameter(url, 'page', '2')).toBe(sent)
  })

  it('is known in any spelling, and escaped', () => {
    expect(withParameter('https://a.example/?page%5Bafter%5D=1', 'page[after]', 'a b')).toBe(
      'https://a.example/?page%5Bafter%5D=a%20b',
    )
  })
})
