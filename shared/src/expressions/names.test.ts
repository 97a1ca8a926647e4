// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import type { JsonPath } from '../json/path.ts'
import { isReserved, isVariableName, nearestName, tokenText } from './names.ts'
import { listReferences } from './template.ts'

describe('isVariableName', () => {
  it.each([
    'temp',
    '_x',
    'orderNo2',
    'order-no',
    'first name',
    "customer's",
    'größe',
    '名前',
    'constructor',
    'a:b',
    '#1',
  ])('allows %s, which a token can reach', (name) => {
    expect(isVariableName(name)).toBe(true)
    expect(listReferences(tokenText([name]))).toEqual([expect.objectContaining({ path: [name] })])
  })

  it.each([
    '',
    ' ',
    ' temp',
    'temp ',
    '$temp',
    'a.b',
    'a[0]',
    'a{b',
    'a}b',
    'a"b',
    'a\\b',
    'a\nb',
    '__proto__',
    'x'.repeat(121),
  ])('refuses %j', (name) => {
    expect(isVariableName(name)).toBe(false)
  })
})

describe('isReserved', () => {
  it.each(['item', 'contact', 'DateTime', 'Flow', 'Run', 'EXTCALL_2', 'SMS_10'])('%s belongs to the system', (name) => {
    expect(isReserved(name, ['EXTCALL', 'SMS'])).toBe(true)
  })

  it.each(['Item', 'items', 'ANI', 'EXTCALL', 'EXTCALL_', 'EXTCALL_2x', 'extcall_2', 'ZAP_1'])('%s is free', (name) => {
    expect(isReserved(name, ['EXTCALL', 'SMS'])).toBe(false)
  })
})

describe('tokenText', () => {
  it.each<[JsonPath, string]>([
    [['temp'], '$temp'],
    [['EXTCALL_2', 'body', 'items', 0, 'x'], '$EXTCALL_2.body.items[0].x'],
    [['order-no'], '${order-no}'],
    [['first name'], '${first name}'],
    [['a', 'b c'], '${a["b c"]}'],
    [['a', '}"]'], '${a["}\\"]"]}'],
    [['größe'], '${größe}'],
  ])('%j', (path, token) => {
    expect(tokenText(path)).toBe(token)
    expect(listReferences(token)).toEqual([expect.objectContaining({ path, source: token })])
  })
})

describe('nearestName', () => {
  const names = ['temp', 'winds', 'forecast', 'orderNumber', 'first_name', 'ANI', 'DNIS']

  it.each([
    ['temps', 'temp'],
    ['wind', 'winds'],
    ['forcast', 'forecast'],
    ['froecast', 'forecast'],
    ['ordernumber', 'orderNumber'],
    ['order_number', 'orderNumber'],
    ['firstName', 'first_name'],
    ['ani', 'ANI'],
  ])('%s was probably %s', (name, nearest) => {
    expect(nearestName(name, names)).toBe(nearest)
  })

  it.each(['USD', 'x', 'weather', 'temp', ''])('%s is near nothing else', (name) => {
    expect(nearestName(name, names)).toBeUndefined()
  })
})
