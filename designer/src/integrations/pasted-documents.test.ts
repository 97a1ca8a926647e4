import { describe, expect, test } from 'vitest'
import { lineOfPath, placedText } from './line-of-path.ts'
import { pastedDocuments } from './pasted-documents.ts'

describe('pasted text', () => {
  test('one document is itself, several below each other are a list', () => {
    expect(pastedDocuments('{"a": 1}')).toEqual({ given: { a: 1 } })
    expect(pastedDocuments('{"a": "}{"}\n\n{"b": [2]},\n{"c": 3}\n')).toEqual({
      given: [{ a: '}{' }, { b: [2] }, { c: 3 }],
    })
  })

  test('a key that one of the documents has twice is told with its line', () => {
    expect(pastedDocuments('{"a": 1}\n{"a": 1,\n "a": 2}')).toEqual({
      repeated: expect.objectContaining({ path: 'a', line: 3 }),
    })
  })

  test.each([
    ['{\n  "a": 1,\n  "b" 2\n}', 3],
    ['{\n  "a": 1\n  "b": 2\n}', 3],
    ['{\n  "a": 1,\n}', 3],
    ['{\n  "a": [1, 2\n', 2],
    ["{\n  'a': 1\n}", 2],
    ['{"a": 1}\n{"b": 2}\n{"c": oops}', 3],
    ['{"a": 01}', 1],
    ['<html>', 1],
  ])('%j is wrong in line %i', (text, wrongLine) => {
    expect(pastedDocuments(text)).toEqual({ wrongLine })
  })
})

describe('the line of a path', () => {
  const text = `{
  "integration": {
    "Display_Name": "My, {CRM}: [1]",
    "fields": ["a",
      "b"]
  },
  "actions": [
    { "name": "one" },
    {
      "inputs": [
        { "key": "x" },
        { "key": "y",
          "format": "z" }
      ]
    }
  ]
}`
  test.each([
    ['integration.display_name', 3],
    ['integration.fields[1]', 5],
    ['actions[0].name', 8],
    ['actions[1].inputs[1].format', 13],
    ['actions[1].inputs[1].type', 12],
    ['actions[1].endpoint', 9],
    ['integration.logo_url', 2],
    ['', 1],
  ])('%s stands in line %i', (path, line) => {
    expect(lineOfPath(placedText(text, JSON.parse(text)), path)).toBe(line)
  })

  const crm = '{\n  "name": "crm",\n  "actions": [\n    {"provider": "crm"}\n  ]\n}'
  const one = '{\n  "provider": "crm",\n  "inputs": [\n    {"key": "x"}\n  ]\n}'
  test.each([
    ['side by side', `${crm}\n${one}\n,${one}`],
    ['in a list', `[${crm},\n${one},\n${one}]`],
  ])('of documents %s is that of the document', (_how, several) => {
    const pasted = pastedDocuments(several)
    const given = 'given' in pasted ? pasted.given : undefined
    const line = (path: string) => lineOfPath(placedText(several, given), path)
    expect(line('integration.name')).toBe(2)
    expect(line('actions[0].provider')).toBe(4)
    expect(line('actions[1].inputs[0].key')).toBe(10)
    expect(line('actions[2].provider')).toBe(14)
  })

  test('of documents whose keys begin with capital letters is that of the document', () => {
    const given = [{ Integration: { name: 'crm' }, Actions: [{ name: 'one' }] }, { provider: 'crm' }]
    const line = (path: string) => lineOfPath(placedText(JSON.stringify(given, null, 2), given), path)
    expect(line('integration.name')).toBe(4)
    expect(line('actions[0].name')).toBe(8)
    expect(line('actions[1].provider')).toBe(13)
  })

  test('of an action that names no provider is that of the action', () => {
    const given = [{ name: 'create', endpoint: '', inputs: [] }, { name: 'crm' }]
    const line = (path: string) => lineOfPath(placedText(JSON.stringify(given, null, 2), given), path)
    expect(line('actions[0].endpoint')).toBe(4)
    expect(line('integration.name')).toBe(8)
  })
})
