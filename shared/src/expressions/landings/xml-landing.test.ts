import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json/json.ts'
import { compileTemplate } from '../template.ts'

const scope: JsonObject = {
  text: `<b a="1">'&'</b>`,
  lines: 'a\r\nb\tc',
  illegal: 'a\0b\u0001\u000b\u001fc\ufffe\ud800😀',
  end: ']]',
  rows: [{ id: 1 }, { id: '<2>' }],
}

function render(text: string) {
  return compileTemplate(text, 'xml').render(scope).value
}

describe('XML bodies', () => {
  it('escapes all five characters in text and attributes', () => {
    const escaped = '&lt;b a=&quot;1&quot;&gt;&apos;&amp;&apos;&lt;/b&gt;'
    expect(render(`<?xml version="1.0"?>\n<a b="$text" c='$text'>$text</a>`)).toBe(
      `<?xml version="1.0"?>\n<a b="${escaped}" c='${escaped}'>${escaped}</a>`,
    )
  })

  it('keeps line ends as they are read back, and drops what XML cannot hold', () => {
    expect(render('<a b="$lines">$lines</a>')).toBe('<a b="a&#13;&#10;b&#9;c">a&#13;\nb\tc</a>')
    expect(render('<a>$illegal</a>')).toBe('<a>abc\ufffd😀</a>')
  })

  it('reads comments, CDATA, instructions and doctypes over', () => {
    const text = '<!DOCTYPE a [<!ENTITY x "y>">]><?p ?x?><!-- "<\' --><a><![CDATA[<b "]] >]]>&amp;$rows[0].id</a>'
    expect(render(text)).toBe(text.replace('$rows[0].id', '1'))
  })

  it('fills sections', () => {
    expect(render('<a{{#text}} b="{{.}}"{{/text}}>{{#rows}}<r>{{id}}</r>{{/rows}}{{#foo}}<x/>{{/foo}}</a>')).toBe(
      '<a b="&lt;b a=&quot;1&quot;&gt;&apos;&amp;&apos;&lt;/b&gt;"><r>1</r><r>&lt;2&gt;</r></a>',
    )
  })

  it.each([
    ['<!-- $text -->', 'comment'],
    ['<a><!--\n--$text--></a>', 'comment'],
    ['<a><![CDATA[$text]]></a>', 'CDATA'],
    ['<$text/>', 'cannot stand here'],
    ['<a$text/>', 'cannot stand here'],
    ['<a $text="1"/>', 'cannot stand here'],
    ['<a b=$text/>', 'cannot stand here'],
    ['</$text>', 'cannot stand here'],
    ['<!$text', 'cannot stand here'],
    ['<?$text?>', 'cannot stand here'],
    ['<!DOCTYPE $text>', 'cannot stand here'],
    ['<a>&$text;</a>', '&amp;'],
    ['<a b="&#$text;"/>', '&amp;'],
    ['<a>$end></a>', '&gt;'],
    ['<a>$end]></a>', '&gt;'],
    ['<a>{{#text}}$end{{/text}}></a>', '&gt;'],
    ['<a>{{#text}}<b c="{{/text}}$text"/></a>', 'section opens'],
    ['<a>{{#text}}<!--{{/text}}$text--></a>', 'section opens'],
  ])('refuses %s', (text, part) => {
    const { problems } = compileTemplate(text, 'xml')
    expect(problems[0]).toMatchObject({ severity: 'error', message: expect.stringContaining(part) })
  })

  it.each([
    '<a>$text > $text</a>',
    '<a>R&amp;D$text</a>',
    '<a>a & $text</a>',
    '<a b="$text>"/>',
    '<a b="x>y">$text</a>',
  ])('takes %s', (text) => {
    expect(compileTemplate(text, 'xml').problems).toEqual([])
  })
})
