import { describe, expect, it } from 'vitest'
import { itemText } from './items.ts'

const item = (fields: Parameters<typeof itemText>[0]['fields']) =>
  itemText({ accountId: 'a', event: 'order', fields, idempotencyKey: 'k' }, new Date(0))

describe('an item for Zapier', () => {
  it('has integers that JavaScript would round as texts, however deep they lie', () => {
    const text = item({
      id7: 1329018829019312149n,
      orders: [{ no: -9007199254740993n, rows: [[12345678901234567890n]] }],
    })
    expect(JSON.parse(text)).toMatchObject({
      id7: '1329018829019312149',
      orders: [{ no: '-9007199254740993', rows: [['12345678901234567890']] }],
    })
  })

  it('keeps other numbers as numbers', () => {
    expect(JSON.parse(item({ a: 9007199254740991, b: 1.5, c: [0, null, true, 'x'] }))).toMatchObject({
      a: 9007199254740991,
      b: 1.5,
      c: [0, null, true, 'x'],
    })
  })
})
