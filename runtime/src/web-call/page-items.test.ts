import type { Json } from '@patchbay/shared/json'
import { compileQuery } from '@patchbay/shared/queries'
import { describe, expect, it } from 'vitest'
import { readContent } from '../platform/content/read-content.ts'
import { itemsOf } from './page-items.ts'

function items(text: string, query = '') {
  const compiled = compileQuery(query)
  return itemsOf(readContent({ text, contentType: undefined }), 'query' in compiled ? compiled.query : undefined)
}

describe('the items of a page', () => {
  it.each<[string, string, Json]>([
    ['[1,2]', '', [1, 2]],
    ['{"orders":[1],"next":null}', '', [1]],
    ['{"data":{"orders":[1,2]},"errors":[]}', 'data.orders', [1, 2]],
    ['{"data":{"orders":[1,2]}}', 'orders', [1, 2]],
    ['{"orders":[{"open":true,"id":1},{"open":false,"id":2}]}', '$.orders[?@.open == true]', [{ open: true, id: 1 }]],
    ['{"orders":null}', 'orders', []],
    ['', 'orders', []],
    ['<?xml version="1.0"?><o><order>1</order><order>2</order></o>', 'o.order', ['1', '2']],
    ['<?xml version="1.0"?><o><order>1</order></o>', 'o.order', ['1']],
  ])('in %s by "%s"', (text, query, wanted) => {
    expect(items(text, query)).toEqual({ items: wanted })
  })

  it.each([
    ['{"total":0}', 'orders'],
    ['{"total":0}', ''],
  ])('are none where the service leaves an empty list out, with a warning: %s', (text, query) => {
    expect(items(text, query)).toEqual({ items: [], warning: expect.stringMatching(/./) })
  })

  it.each([
    ['{"a":[1],"b":[2]}', ''],
    ['{"orders":{"id":1}}', 'orders'],
    ['Sorry, we are closed.', 'orders'],
  ])('cannot be read from %s', (text, query) => {
    expect(items(text, query)).toEqual({ problem: expect.stringMatching(/\.$/) })
  })
})
