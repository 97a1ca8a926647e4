import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json/json.ts'
import { compileTemplate } from '../template.ts'

const scope: JsonObject = {
  text: 'say "hi"\n\\ {{x}}',
  number: 84,
  big: 12345678901234567890n,
  yes: true,
  nothing: null,
  object: { a: ['"', 1] },
  rows: [
    { id: 1, name: 'A"' },
    { id: 2, name: '$number' },
  ],
  none: [],
}

function render(text: string) {
  return compileTemplate(text, 'json').render(scope)
}

describe('JSON bodies', () => {
  it.each([
    ['{"a":"$text"}', '{"a":"say \\"hi\\"\\n\\\\ {{x}}"}'],
    ['{"a":"x $number y","b":"$yes"}', '{"a":"x 84 y","b":"true"}'],
    ['{"a":"$object"}', '{"a":"{\\"a\\":[\\"\\\\\\"\\",1]}"}'],
    ['{"a":"$nothing-$foo"}', '{"a":"-"}'],
    ['{"a":"\\"$number\\\\"}', '{"a":"\\"84\\\\"}'],
    ['{"a":"\\u0041$number"}', '{"a":"\\u004184"}'],
    ['"$text"', '"say \\"hi\\"\\n\\\\ {{x}}"'],
  ])('inside quotes escapes text: %s', (text, expected) => {
    expect(render(text).value).toBe(expected)
  })

  it.each([
    ['{"a":$text}', '{"a":"say \\"hi\\"\\n\\\\ {{x}}"}'],
    ['{"a":$number,"b":$yes,"c": $object }', '{"a":84,"b":true,"c": {"a":["\\"",1]} }'],
    ['[$big, {{{nothing}}}]', '[12345678901234567890, null]'],
    ['$object', '{"a":["\\"",1]}'],
    ['{"a":{"b":{{number}}}}', '{"a":{"b":84}}'],
    ['$number\n$yes\n', '84\ntrue\n'],
  ])('outside quotes writes the value as JSON: %s', (text, expected) => {
    expect(render(text).value).toBe(expected)
  })

  it('writes a missing value outside quotes as null and names it', () => {
    expect(render('{"a":$foo,"b":"$foo"}')).toEqual({ value: '{"a":null,"b":""}', missing: ['foo'] })
  })

  it('writes keys as texts, with and without quotes', () => {
    expect(render('{"$text":1,$number:{{yes}},"k":{ $yes : [1] }, $nothing :2}').value).toBe(
      '{"say \\"hi\\"\\n\\\\ {{x}}":1,"84":true,"k":{ "true" : [1] }, "" :2}',
    )
  })

  it('replaces half characters also inside objects', () => {
    const value = { s: '\ud800', o: { '\udc00k': ['\ud83d', '\\ud800'] } }
    const rendered = compileTemplate('{"a":"$s","b":$o,"c":$s}', 'json').render(value).value
    expect(JSON.parse(String(rendered))).toEqual({ a: '\ufffd', b: { '\ufffdk': ['\ufffd', '\\ud800'] }, c: '\ufffd' })
  })

  it.each([
    [
      '[{{#rows}}{"id":{{id}},"name":"{{name}}","n":$number},{{/rows}}null]',
      '[{"id":1,"name":"A\\"","n":84},{"id":2,"name":"$number","n":84},null]',
    ],
    ['{"v":{{#foo}}$foo{{/foo}}{{^foo}}0{{/foo}}}', '{"v":0}'],
    ['{"v":"{{#rows}}{{name}};{{/rows}}"}', '{"v":"A\\";$number;"}'],
    ['{"a":1{{#yes}},"b":"$text"{{/yes}}}', '{"a":1,"b":"say \\"hi\\"\\n\\\\ {{x}}"}'],
  ])('fills sections: %s', (text, expected) => {
    expect(render(text).value).toBe(expected)
  })

  it.each([
    ['{"a":1$number}', 'stand alone'],
    ['{"a":$number.5}', 'stand alone'],
    ['{"a":$number 5}', 'stand alone'],
    ['{"a":$number$yes}', 'stand alone'],
    ['{"a":$number"x"}', 'stand alone'],
    ['{"a":"x"$number}', 'stand alone'],
    ['{"a":-$number}', 'stand alone'],
    ['{"a":"\\$number"}', 'backslash'],
    ['{"a":"\\u00$number"}', 'backslash'],
    ['{"a":{{#yes}}"{{/yes}}$text"}', 'section opens'],
    ['[{{#rows}}{"a":1,{{/rows}}]', 'section opens'],
    ['{"a":"{{#yes}}\\u00{{/yes}}$text"}', 'section opens'],
  ])('refuses a token whose value could join what stands beside it: %s', (text, part) => {
    const { problems } = compileTemplate(text, 'json')
    expect(problems[0]).toMatchObject({ severity: 'error', message: expect.stringContaining(part) })
  })

  it('warns of JSON inside a JSON string and still renders', () => {
    const text = '{"note":"[$number] done","payload":"{\\"name\\":\\"$text\\",\\"n\\":$number}"}'
    const template = compileTemplate(text, 'json')
    expect(template.problems).toEqual([expect.objectContaining({ severity: 'warning', code: 'JSON_IN_STRING' })])
    const [problem] = template.problems
    expect(text.slice(problem?.start, problem?.end)).toBe('$text\\",\\"n\\":$number')
    expect(() => JSON.parse(String(template.render(scope).value))).not.toThrow()
    expect(compileTemplate('{"a":"{\\"b\\":1}","c":"{ $text }"}', 'json').problems).toEqual([])
  })
})
