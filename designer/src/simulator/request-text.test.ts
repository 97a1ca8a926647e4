import { expect, test } from 'vitest'
import { readHeaders, readQuery, requestTextOf } from './request-text.ts'

test('headers are typed one to a line, and a value may hold colons', () => {
  expect(readHeaders('Content-Type: application/json\n\n X-Link : https://example.com/a \nX-Empty')).toEqual({
    'Content-Type': 'application/json',
    'X-Link': 'https://example.com/a',
    'X-Empty': '',
  })
})

test('a query is typed as it stands in an address', () => {
  expect(readQuery('?a=1&b=two%20words')).toEqual({ a: '1', b: 'two words' })
  expect(readQuery('')).toEqual({})
})

test('the request of an earlier run is typed out, without what belongs to its connection', () => {
  const outputs = {
    method: 'PUT',
    headers: { host: 'patchbay.example', 'content-length': '7', 'x-event': 'paid' },
    query: { a: '1' },
    rawBody: '{"a": 1}',
    body: { a: 1 },
  }
  expect(requestTextOf(outputs)).toEqual({ method: 'PUT', headers: 'x-event: paid', query: 'a=1', body: '{"a": 1}' })
  expect(requestTextOf({ ...outputs, rawBody: '' }).body).toBe('{\n  "a": 1\n}')
})
