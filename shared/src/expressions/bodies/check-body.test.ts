// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { describe, expect, it } from 'vitest'
import { parseJson } from '../../json/json-text.ts'
import type { Place } from '../place.ts'
import { checkBody } from './check-body.ts'
import { checkJson } from './check-json.ts'

function messageOf(text: string, place: Place): string | undefined {
  return checkBody(text, place)[0]?.message
}

describe('a JSON body', () => {
  it.each([
    ['{"msg":"line 1\nline 2"}', 'Line 1', 'Write \\n'],
    ['{"msg":"a\tb"}', 'Line 1', 'Write \\t'],
    ['{"msg":"a\u0001b"}', 'Line 1', 'U+0001'],
    ['{"a":1,}', 'Line 1', 'comma before }'],
    ['{\n  "a": [1, 2,\n  ]\n}', 'Line 2', 'comma before ]'],
    ['{“a”:“1”}', 'Line 1', 'straight quote'],
    ['{"a":“1”}', 'Line 1', 'straight quote'],
    ["{'a':'1'}", 'Line 1', 'straight quote'],
    ['{"a":True}', 'Line 1', 'Write true'],
    ['{"a":None}', 'Line 1', 'Write null'],
    ['{"a":undefined}', 'Line 1', 'Write null'],
    ['{"a":NaN}', 'Line 1', 'Write null'],
    ['{"a":\u00a01}', 'Line 1', 'U+00A0'],
    ['{\u200b"a":1}', 'Line 1', 'U+200B'],
    ['\ufeff{"a":1}', 'Line 1', 'U+FEFF'],
    ['{a:1}', 'Line 1', '"a"'],
    ['{"a":hello}', 'Line 1', '"hello"'],
    ['{"a":1 "b":2}', 'Line 1', 'comma'],
    ['{"a" 1}', 'Line 1', 'colon'],
    ['{"a":1', 'Line 1', 'never closed'],
    ['{"a":"1}', 'Line 1', 'never closed'],
    ['{"a":[1}', 'Line 1', ']'],
    ['{"a":1}}', 'Line 1', 'ended before'],
    ['{"a":01}', 'Line 1', 'not a number'],
    ['{"a":+1}', 'Line 1', 'not a number'],
    ['{"a":.5}', 'Line 1', 'not a number'],
    ['{"a":1,5}', 'Line 1', 'name in quotes'],
    ['{"a":"C:\\dir"}', 'Line 1', '\\\\'],
    ['{"a":1 /* one */}', 'Line 1', 'comments'],
    ['{\n// first\n"a":1}', 'Line 2', 'comments'],
    ['{"a":}', 'Line 1', 'value'],
    ['{"a": "$x", "b": True}', 'Line 1', 'Write true'],
    ['{{#rows}}{"a": {{n}},}{{/rows}}', 'Line 1', 'comma before }'],
    ['a=1', 'Line 1', 'quotes'],
  ])('%j is told', (text, line, part) => {
    expect(messageOf(text, 'json')).toContain(`The body is not JSON. ${line}`)
    expect(messageOf(text, 'json')).toContain(part)
  })

  it.each([
    '{"a":"1","b":[1,-0.5e+3,true,false,null,{}],"c":[]}',
    ' [1]\n',
    '"text"',
    '7',
    '$x',
    '{"a": $x, "b": "$x and ${y}", $k: 1, "$k": [$x]}',
    '{"a":1}\n{"a":2}\n',
    '{"a":"“quoted” – it\'s\u00a0True"}',
    '{"a":"\\n\\u00e9\\\\"}',
    '[{{#rows}}{"n": {{n}}}{{^last}},{{/last}}{{/rows}}]',
    '{"a": {{#x}}1{{/x}}{{^x}}2{{/x}}}',
    '{"a": 1{{#x}}, "b": 2{{/x}}}',
    '',
    '  ',
  ])('%j is right', (text) => {
    expect(checkBody(text, 'json')).toEqual([])
  })

  it('is told wrong only when the parser of the product refuses it, too', () => {
    const signs = ['{', '}', '[', ']', ',', ':', '"', '"a"', '1', ' ', 'true', '\\', '.5', 'e', '-']
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from(
        { length: 1 + (round % 9) },
        (_, index) => signs[(round * 7919 + index * 104_729 * round) % 15],
      ).join('')
      if (text.trim() === '') continue
      expect(checkJson(text) === null, text).toBe(isJson(text))
    }
  })

  it('takes time that grows with its length only', { timeout: 60_000 }, () => {
    const text = `[${'{"a":"$x"},'.repeat(50_000)}1]`
    const before = performance.now()
    expect(checkBody(text, 'json')).toEqual([])
    expect(checkBody('['.repeat(500_000), 'json')).toHaveLength(1)
    expect(checkBody('{"a":1}\n'.repeat(50_000), 'json')).toEqual([])
    expect(performance.now() - before).toBeLessThan(20_000)
  })
})

describe('an XML body', () => {
  it.each([
    ['<a>1 & 2</a>', '&amp;'],
    ['<a>1 < 2</a>', '&lt;'],
    ['<a><b></a></b>', '</b> is expected'],
    ['<a><B></b></a>', '</B> is expected'],
    ['<a>', 'never closed'],
    ['<a/><b/>', 'one element'],
    ['<a/>text', 'outside'],
    ['hello', 'outside'],
    ['<a b=1/>', 'quotes'],
    ['<a b=“1”/>', 'straight quote'],
    ['<a b="1 & 2"/>', '&amp;'],
    ['<a b="x', 'quotes'],
    ['</a>', 'never opened'],
    [' <?xml version="1.0"?><a/>', 'before <?xml'],
    ['<a><!-- x</a>', 'a comment'],
    ['<a><![CDATA[x</a>', 'CDATA'],
    ['<a\n<b/></a>', 'cannot be read'],
  ])('%j is told', (text, part) => {
    expect(messageOf(text, 'xml')).toContain(part)
  })

  it.each([
    '<?xml version="1.0"?>\n<!-- c --><a x="1" y=\'$x\'>$x &amp; &#10; &lt; <b/> <![CDATA[1 & 2 < 3]]></a>\n',
    '<!DOCTYPE a><a:b xmlns:a="u">ü</a:b>',
    '<a>{{#rows}}<r>{{.}}</r>{{/rows}}</a>',
    '$x',
    '',
  ])('%j is right', (text) => {
    expect(checkBody(text, 'xml')).toEqual([])
  })
})

describe('a form body', () => {
  it.each([
    ['a=1&\nb=2', '%0A'],
    ['a=100% sure', '%25'],
    ['a=100% sure & more', '%25'],
    ['a=fish & chips', '%26'],
  ])('%j is told', (text, part) => {
    expect(messageOf(text, 'form')).toContain(part)
  })

  it.each(['a=1&b=$x&$x=2', 'a=%20+x y', 'flag&a=1', 'a=1\n', 'token', 'just a text'])('%j is right', (text) => {
    expect(checkBody(text, 'form')).toEqual([])
  })
})

it('leaves other bodies, and templates with problems of their own, alone', () => {
  expect(checkBody('{“a”', 'plain')).toEqual([])
  expect(checkBody('{"a": {{never', 'json')).toEqual([])
})

function isJson(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch {
    return false
  }
}
