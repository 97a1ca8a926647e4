// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import { exampleScope, functionExamples } from '../../../test/fixtures/function-examples.ts'
import { seededRandom } from '../../../test/hostile-values.ts'
import { AppError } from '../../errors/app-error.ts'
import { compileTemplate, listReferences } from '../template.ts'
import { functions } from './functions.ts'

const inVariables = (token: string) => compileTemplate(token, 'value').render(exampleScope)

describe('functions', () => {
  const rows = functionExamples.flatMap(({ examples }) => examples)

  it.each(rows.map(([token, value]) => ({ token, value })))('$token', ({ token, value }) => {
    const template = compileTemplate(token, 'value')
    expect(template.problems).toEqual([])
    expect(template.render(exampleScope).value).toEqual(value)
  })

  it.each(functions.map(({ usage, example }) => ({ usage, input: example[0], result: example[1] })))(
    'are offered with an example that holds: $usage',
    ({ usage, input, result }) => {
      const scope = { input, DateTime: { timeZone: 'UTC' } }
      expect(compileTemplate(`\${input | ${usage}}`, 'value').render(scope).value).toEqual(result)
    },
  )

  it('have 200 examples, each function at least two', () => {
    expect(rows.length).toBeGreaterThanOrEqual(200)
    for (const { name } of functions) {
      const uses = rows.filter(([token]) => new RegExp(`\\|\\s*${name}\\b`).test(token))
      expect(uses.length, name).toBeGreaterThanOrEqual(2)
    }
  })

  it('stand in texts and bodies as any value, escaped by the place', () => {
    const render = (text: string, place: 'text' | 'json' | 'url') =>
      compileTemplate(text, place).render(exampleScope).value
    expect(render('Hi ${missing | default: "you"}, {{wind | number}}!', 'text')).toBe('Hi you, 14!')
    expect(render('{"a": "${missing | default: "x\\"y"}", "b": ${payload | json}}', 'json')).toBe(
      '{"a": "x\\"y", "b": {"user":{"id":1329018829019312149},"items":[1,2]}}',
    )
    expect(render('https://x.test/${name | lower}?q={{csv | split: "," | first}}', 'url')).toBe(
      'https://x.test/ana%20mar%C3%ADa?q=red',
    )
  })

  it('read names of a section item as the section does, and of the run in a dollar form', () => {
    const text =
      '{{#people}}{{name | upper}} {{age | plus: age}} ${name | lower};{{/people}}{{#colors}}{{. | upper}},{{/colors}}'
    expect(compileTemplate(text, 'text').render(exampleScope).value).toBe(
      'ANA 62 ana maría;BEN 54 ana maría;RED,GREEN,BLUE,RED,',
    )
  })

  it('leave a pipe after a bare variable as it is', () => {
    const { value, missing } = compileTemplate('$name | upper, $price|round, a | b', 'text').render(exampleScope)
    expect({ value, missing }).toEqual({ value: 'Ana María | upper, 9.5|round, a | b', missing: [] })
  })

  it('warn when they give nothing, and do not when there is a default', () => {
    expect(inVariables('${wind | plus: 1}').warnings).toEqual(['$wind | plus: "14 mph" is not a number.'])
    expect(inVariables('${price | plus: missing}').warnings).toEqual([
      '$price | plus: A variable in its arguments has no value.',
    ])
    const secret = { token: 's'.repeat(80) }
    expect(compileTemplate('${token | number}', 'value').render(secret).warnings).toEqual([
      '$token | number: There is no number in: A text of 80 characters.',
    ])
    expect(inVariables('${missing | upper}')).toEqual({ value: null, missing: ['missing'] })
    expect(inVariables('${missing | upper | default: "x"}')).toEqual({ value: 'x', missing: [] })
  })

  it.each([
    ['${name | uper}', 'The nearest is upper'],
    ['${name | frobnicate}', 'no function "frobnicate"'],
    ['${name |}', 'missing after "|"'],
    ['${name | | upper}', 'missing after "|"'],
    ['${name | round: "x"}', 'takes a number'],
    ['${name | round: 99}', 'from 0 to 15'],
    ['${name | default}', 'default takes 1 argument'],
    ['${name | upper: 1}', 'upper takes no arguments'],
    ['${name | replace: "a"}', 'replace takes 2 arguments'],
    ['${name | default: two words, b}', 'default takes 1 argument'],
    ['${name | default: "x}', 'never closed'],
    ["${name | default: 'x}", 'not a text in quotes'],
    ['${name | default: }', 'argument is missing'],
    ['${name | upper()}', 'not written as a function'],
    ['${name | date: "yyyy-QQ"}', '"QQ"'],
    ['${name | date: "yyyy", "Mars/Base"}', 'time zone'],
    ['${name | later: 1, "fortnight"}', 'takes a unit'],
    ['${name | later: "many", "days"}', 'takes a number as its amount'],
    ['${name | phone: "loud"}', '"national"'],
    ['${name | field: "a..b"}', 'takes a path'],
    ['{{name | uper}}', 'The nearest is upper'],
    ['{{#colors | sort}}x{{/colors | sort}}', 'takes no functions'],
    [`\${name${' | upper'.repeat(21)}}`, 'at most 20'],
  ])('%s is refused', (text, part) => {
    expect(compileTemplate(text, 'text').problems[0]).toMatchObject({
      severity: 'error',
      message: expect.stringContaining(part),
    })
  })

  it('name the variables in their arguments', () => {
    const text = 'x ${name | default: other.field | replace: "name", third}'
    expect(listReferences(text).map(({ source, kind, role }) => [source, kind, role])).toEqual([
      ['${name | default: other.field | replace: "name", third}', 'brace', 'defaulted'],
      ['other.field', 'argument', 'value'],
      ['third', 'argument', 'value'],
    ])
    for (const { start, end, source, at } of listReferences(text)) {
      expect(text.slice(start, end)).toBe(source)
      expect(source).toContain(text.slice(at.start, at.end))
    }
  })

  it('reach a variable whose name has a pipe in quotes', () => {
    expect(compileTemplate('${["a | b"]}', 'text').render({ 'a | b': 'x' }).value).toBe('x')
  })

  it('reach neither inherited members nor code', () => {
    for (const token of ['${name | constructor}', '${name | toString}', '${name | __proto__}']) {
      expect(compileTemplate(token, 'text').problems).toHaveLength(1)
    }
    expect(inVariables('${user | field: "constructor"}').value).toBeNull()
    expect(inVariables('${user | field: "__proto__.x"}').value).toBeNull()
  })

  it.each([
    '${big | replace: "x", big}',
    '${big | split: ""}',
    '${list | join: big}',
    '${big | upper | lower | upper | lower | upper | lower | upper | lower | upper | lower | upper | lower}'.repeat(40),
    '${big | number}',
    '${many | sort | unique | reverse | join | split: "," | count}',
  ])('do a bounded amount of work: %#', { timeout: 60_000 }, (text) => {
    const scope = {
      big: 'x'.repeat(2_000_000),
      list: Array.from({ length: 1_000 }, () => 'x'),
      many: Array.from({ length: 90_000 }, (_, index) => String(index)),
    }
    const before = performance.now()
    try {
      compileTemplate(text, 'text').render(scope)
    } catch (error) {
      expect(error).toMatchObject({ code: 'VALUE_TOO_LARGE' })
    }
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})

describe('100,000 templates of random pieces', () => {
  it('neither throw nor stall', { timeout: 120_000 }, () => {
    const random = seededRandom(20_261_129)
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item // never empty
    const names = [...Object.keys(exampleScope), 'missing', '.', 'people[0].name', '["a"]']
    const args = [
      '"a"',
      "'b'",
      '2',
      '-1',
      '1e400',
      'null',
      'true',
      'name',
      'price',
      'missing',
      '"days"',
      '"yyyy"',
      '"',
      '',
      '99999999999999999999',
    ]
    const call = () =>
      `| ${pick(functions).name}${random() < 0.7 ? `: ${Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(args)).join(', ')}` : ''}`
    const token = () => {
      const body = `${pick(names)} ${Array.from({ length: Math.floor(random() * 4) }, call).join(' ')}`
      return pick([
        `\${${body}}`,
        `{{${body}}}`,
        `$(${body})`,
        `{{{${body}}}}`,
        `$${body}`,
        `{{#${body}}}x{{/${body}}}`,
      ])
    }
    const places = ['text', 'value', 'json', 'xml', 'url', 'form', 'header', 'plain'] as const
    const before = performance.now()
    let rendered = 0
    for (let round = 0; round < 100_000; round += 1) {
      const text = random() < 0.7 ? token() : `${token()} and "${token()}"`
      const template = compileTemplate(text, pick(places))
      try {
        template.render(exampleScope)
        rendered += 1
      } catch (error) {
        // A value that cannot stand where it lands, or a template with problems, is refused in words.
        if (!(error instanceof AppError)) throw new Error(`${text} threw ${String(error)}`, { cause: error })
      }
    }
    expect(rendered).toBeGreaterThan(20_000)
    expect(performance.now() - before).toBeLessThan(60_000)
  })
})
