// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import { hostileTexts, hostileValue, hostileValues, seededRandom } from '../../test/hostile-values.ts'
import { readXml, type XmlElement } from '../../test/xml-reader.ts'
import type { Json, JsonObject } from '../json/json.ts'
import { parseJson, stringifyJson } from '../json/json-text.ts'
import { wellFormed, wellFormedJson } from '../json/well-formed.ts'
import { headerText } from './header-text.ts'
import type { Place } from './place.ts'
import { compileTemplate } from './template.ts'

const ROUNDS = 400

/** What a value is as text, written down independently of the code under test. */
function textOf(value: Json): string {
  if (typeof value === 'string') return wellFormed(value)
  if (value === null) return ''
  // Without an exponent.
  if (typeof value === 'number' && Number.isInteger(value)) return `${BigInt(value)}`
  return typeof value === 'object' ? stringifyJson(wellFormedJson(value)) : `${value}`
}

/** A run of the test: a scope of hostile values `v0` to `v5`, beside a secret that no value may bring out. */
function createScope(random: () => number, maxLength?: number): { scope: JsonObject; values: Json[] } {
  const values = Array.from({ length: 6 }, () => hostileValue(random, maxLength))
  const entries = values.map((value, index): [string, Json] => [`v${index}`, value])
  return { scope: { ...Object.fromEntries(entries), secret: 'TOP-SECRET', x: 'TOP-SECRET', list: values }, values }
}

function renderTwice(template: string, place: Place, scope: JsonObject): string {
  const compiled = compileTemplate(template, place)
  expect(compiled.problems).toEqual([])
  const first = compiled.render(scope).value
  compiled.render({ ...Object.fromEntries(Object.keys(scope).map((name) => [name, 'another run'])), list: ['{{v0}}'] })
  expect(compiled.render(scope).value).toBe(first)
  expect(first).not.toContain('TOP-SECRET')
  if (typeof first !== 'string') throw new Error('not text')
  return first
}

describe('a JSON body keeps its structure', () => {
  /** A random document: its template and what it must read as. */
  function document(random: () => number, values: readonly Json[], depth: number): { text: string; expected: Json } {
    const index = Math.floor(random() * values.length)
    const value = values[index] ?? null
    const kind = random()
    if (depth === 0 || kind < 0.3)
      return { text: `"a{ $v${index} }\\"{{v${index}}}"`, expected: `a{ ${textOf(value)} }"${textOf(value)}` }
    if (kind < 0.55) return { text: ` {{{v${index}}}} `.replace('}}}}', '}}} '), expected: wellFormedJson(value) }
    const children = Array.from({ length: 1 + Math.floor(random() * 3) }, () => document(random, values, depth - 1))
    if (kind < 0.75) {
      return {
        text: `[${children.map(({ text }) => text).join(', ')}]`,
        expected: children.map(({ expected }) => expected),
      }
    }
    const key = `\${v${index}}`
    const members = children.map(({ text }, at) =>
      at === 0 ? `"k:${key}": ${text}` : `${at === 1 ? `$v${index}` : '"z"'}: ${text}`,
    )
    const names = [`k:${textOf(value)}`, textOf(value), 'z']
    const expected = Object.fromEntries(children.map((child, at): [string, Json] => [names[at] ?? '', child.expected]))
    return { text: `{${members.join(',')}}`, expected }
  }

  it('with values inside quotes, outside quotes and as keys', () => {
    const random = seededRandom(1)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope, values } = createScope(random)
      const { text, expected } = document(random, values, 3)
      expect(parseJson(renderTwice(text, 'json', scope))).toEqual(expected)
    }
  })

  it('with values in sections', () => {
    const random = seededRandom(2)
    const template = '{"items":[{{#list}}{"text":"{{.}}","value":{{.}},"same":"$v0"},{{/list}}null]}'
    for (let round = 0; round < ROUNDS / 4; round += 1) {
      const { scope, values } = createScope(random)
      const items = values.map((value) => ({
        text: textOf(value),
        value: wellFormedJson(value),
        same: textOf(values[0] ?? null),
      }))
      expect(parseJson(renderTwice(template, 'json', scope))).toEqual({ items: [...items, null] })
    }
  })
})

describe('an XML body keeps its structure', () => {
  const legal = (value: Json) =>
    textOf(value).replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')

  it('with values in text and in attributes', () => {
    const random = seededRandom(3)
    const template = `<a one="x $v0 y" two='{{v1}}$v2'><b>{{{v3}}}</b>before $v4<c/>{{#list}}<i at="{{.}}">{{.}}</i>{{/list}}</a>`
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope, values } = createScope(random)
      const [v0, v1, v2, v3, v4] = values.map(legal)
      const text = (value: string | undefined) => (value === undefined || value === '' ? [] : [value])
      const expected: XmlElement = {
        name: 'a',
        attributes: [
          ['one', `x ${v0} y`],
          ['two', `${v1}${v2}`],
        ],
        children: [
          { name: 'b', attributes: [], children: text(v3) },
          `before ${v4}`,
          { name: 'c', attributes: [], children: [] },
          ...values.map((value) => ({
            name: 'i',
            attributes: [['at', legal(value)] as const],
            children: text(legal(value)),
          })),
        ],
      }
      expect(readXml(renderTwice(template, 'xml', scope))).toEqual(expected)
    }
  })
})

describe('a form body keeps its structure', () => {
  it('with values in names and in values', () => {
    const random = seededRandom(4)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope, values } = createScope(random)
      const [v0, v1, v2, v3] = values.map(textOf)
      const rendered = renderTwice('a=$v0&${v1}={{v2}}&$b=$v3{{#list}}&list={{.}}{{/list}}', 'form', scope)
      expect([...new URLSearchParams(rendered)]).toEqual([
        ['a', v0],
        [v1, v2],
        ['$b', v3],
        ...values.map((value) => ['list', textOf(value)]),
      ])
    }
  })
})

describe('an address keeps its structure', () => {
  it('with values in path, query and fragment', () => {
    const random = seededRandom(5)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope, values } = createScope(random, 2_000)
      const texts = values.map(textOf)
      const [v0, v1, v2, v3, v4] = texts
      const template = compileTemplate('https://x.test/a/$v0/$v1${v2}.json?$filter=1&b=$v3#$v4', 'url')
      expect(template.problems).toEqual([])
      if (texts.slice(0, 3).some((text) => text === '' || text === '.' || text === '..')) {
        expect(() => template.render(scope)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }))
        continue
      }
      const url = new URL(renderTwice(template.text, 'url', scope))
      expect(url.origin).toBe('https://x.test')
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', v0, `${v1}${v2}.json`])
      expect([...url.searchParams]).toEqual([
        ['$filter', '1'],
        ['b', v3],
      ])
      expect(decodeURIComponent(url.hash)).toBe(v4 === '' ? '' : `#${v4}`)
    }
  })

  it('never lets values make a dot segment, alone or joined', () => {
    const pieces = ['', '.', '..', '%2e', '%2E', 'e', '2e', ' ', '\t', '\n', '/', '\\', 'a']
    const templates = ['/a/$p/b', '/a/$p$q/b', '/a/.$p/b', '/a/$p./b', '/a/.$p$q/b', '/a/%2e$p/b', '/a/$p', '/a/$p$q ']
    for (const template of templates) {
      for (const p of pieces) {
        for (const q of pieces) {
          let rendered: Json
          try {
            rendered = compileTemplate(`https://x.test${template}`, 'url').render({ p, q }).value
          } catch {
            continue
          }
          const segments = new URL(String(rendered)).pathname.split('/')
          expect(segments, String(rendered)).toHaveLength(template.split('/').length)
          expect(segments.slice(0, 2)).toEqual(['', 'a'])
        }
      }
    }
  })

  it('never lets a value change the host', () => {
    const random = seededRandom(6)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope } = createScope(random, 200)
      let rendered: Json
      try {
        rendered = compileTemplate('https://eu-${v0}.x.test:443/$v1', 'url').render(scope).value
      } catch {
        continue
      }
      if (URL.canParse(String(rendered))) expect(new URL(String(rendered)).hostname).toMatch(/^eu-[^/]*\.x\.test$/)
    }
  })
})

describe('a header value keeps to its line', () => {
  it('with every value', () => {
    for (const value of [...hostileTexts, ...hostileValues, 'é'.repeat(5_000)]) {
      const rendered = renderTwice('Bearer $v', 'header', { v: value })
      expect(rendered).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a header drops
      expect(headerText(rendered)).toBe(`Bearer ${textOf(value)}`.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, ''))
    }
  })
})

describe('a text keeps its words', () => {
  it('with every value, however often it is rendered', () => {
    const random = seededRandom(8)
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scope, values } = createScope(random)
      const expected = `Hi ${textOf(values[0] ?? null)}, ${textOf(values[1] ?? null)}! ${values.map(textOf).join('|')}|`
      expect(renderTwice('Hi $v0, {{{v1}}}! {{#list}}{{.}}|{{/list}}', 'text', scope)).toBe(expected)
    }
  })
})
