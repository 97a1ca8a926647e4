// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../test/hostile-values.ts'
import { placeOfBody } from './place.ts'
import { compileTemplate, listReferences } from './template.ts'

describe('listReferences', () => {
  it('lists every token with its place in the text', () => {
    const text = 'Hi $ANI, ${order-no}! $(item.text) {{contact.first_name}} $$USD $5 \\{{x}} $EXTCALL_2.body[0].x.'
    const references = listReferences(text)
    expect(references.map(({ source, name, path, kind }) => ({ source, name, path, kind }))).toEqual([
      { source: '$ANI', name: 'ANI', path: ['ANI'], kind: 'dollar' },
      { source: '${order-no}', name: 'order-no', path: ['order-no'], kind: 'brace' },
      { source: '$(item.text)', name: 'item', path: ['item', 'text'], kind: 'paren' },
      { source: '{{contact.first_name}}', name: 'contact', path: ['contact', 'first_name'], kind: 'mustache' },
      { source: '$EXTCALL_2.body[0].x', name: 'EXTCALL_2', path: ['EXTCALL_2', 'body', 0, 'x'], kind: 'dollar' },
    ])
    for (const { start, end, source } of references) expect(text.slice(start, end)).toBe(source)
  })

  it('tells which names may belong to the item of a section', () => {
    const text = '{{#rows}}{{name}}$temp{{^tags}}{{none}}{{/tags}}{{.}}{{/rows}}{{^rows}}{{temp}}{{/rows}}'
    expect(listReferences(text).map(({ name, role, isRelative }) => [name, role, isRelative])).toEqual([
      ['rows', 'section', false],
      ['name', 'value', true],
      ['temp', 'value', false],
      ['tags', 'inverted', true],
      ['none', 'value', true],
      ['rows', 'inverted', false],
      ['temp', 'value', false],
    ])
  })

  it('knows the fields of $DateTime in either case of the first letter', () => {
    expect(listReferences('$DateTime.CurrentTimeText')[0]?.path).toEqual(['DateTime', 'currentTimeText'])
    expect(listReferences('{{DateTime.Iso}}')[0]?.path).toEqual(['DateTime', 'iso'])
    expect(listReferences('$Other.Field')[0]?.path).toEqual(['Other', 'Field'])
  })

  it('takes OData parameters for literal text in addresses and forms only', () => {
    const text = '?$filter=a&$top=$n&${key}=1&$x.y=2'
    expect(listReferences(text, 'url').map(({ source }) => source)).toEqual(['$n', '${key}', '$x.y'])
    expect(listReferences(text, 'form').map(({ source }) => source)).toEqual(['$n', '${key}', '$x.y'])
    expect(listReferences(text).map(({ name }) => name)).toEqual(['filter', 'top', 'n', 'key', 'x'])
  })

  it('leaves malformed tokens out and goes on after them', () => {
    expect(listReferences('{{ $a ${b $(c {{=x}} {{d}} {{> e}} $f').map(({ name }) => name)).toEqual(['a', 'd', 'f'])
  })

  it('never throws, and neither does compiling, whatever the text', () => {
    const random = seededRandom(7)
    const parts = [
      '$',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      '.',
      '"',
      "'",
      '\\',
      '#',
      '^',
      '/',
      'a',
      '1',
      '\n',
      ':',
      '<',
      '>',
      '%',
      '&',
      '?',
      '!',
      '-',
    ]
    for (let round = 0; round < 3_000; round += 1) {
      let text = ''
      const length = random() * 24
      while (text.length < length) text += parts[Math.floor(random() * parts.length)]
      for (const place of ['text', 'value', 'url', 'header', 'json', 'xml', 'form', 'plain'] as const) {
        const { references, problems } = compileTemplate(text, place)
        for (const { start, end, source } of references) expect(text.slice(start, end)).toBe(source)
        for (const { start, end } of problems) expect(start >= 0 && start < end && end <= text.length).toBe(true)
      }
    }
  })

  it('refuses sections that are nested too deeply', () => {
    const text = '{{#a}}'.repeat(20_000) + '{{/a}}'.repeat(20_000)
    const { problems } = compileTemplate(text, 'json')
    expect(problems[0]).toMatchObject({ start: 180, message: expect.stringContaining('nested') })
    const allowed = '{{#a}}'.repeat(30) + '{{/a}}'.repeat(30)
    expect(compileTemplate(allowed, 'json').problems).toEqual([])
  })

  it('stays quick on long malformed texts', () => {
    for (const part of ['${', '${"', '$(', '{{', '{{#', '\\', '$', '{{{', '${a["']) {
      const text = part.repeat(50_000)
      expect(listReferences(text).length).toBe(0)
    }
  })
})

describe('placeOfBody', () => {
  it.each([
    ['application/json', 'json'],
    ['Application/JSON; charset=utf-8', 'json'],
    ['application/json-patch+json', 'json'],
    ['application/vnd.api+json', 'json'],
    ['text/xml', 'xml'],
    ['application/soap+xml; charset=utf-8', 'xml'],
    ['application/x-www-form-urlencoded', 'form'],
    ['text/plain', 'plain'],
    ['', 'plain'],
    [undefined, 'plain'],
  ])('%s is %s', (contentType, place) => {
    expect(placeOfBody(contentType)).toBe(place)
  })
})
