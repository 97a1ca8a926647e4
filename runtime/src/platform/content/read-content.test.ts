import { stringifyJson } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { readContent } from './read-content.ts'

const json = (text: string, contentType = 'application/json') => readContent({ text, contentType })
const xml = (text: string) => readContent({ text, contentType: 'text/xml' })

describe('readContent', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/geo+json',
    'TEXT/JSON',
    'application/x-json',
    'model/gltf+json',
    'application/octet-stream',
    'application/javascript',
    'text/html; charset=UTF-8',
    '',
    'text/plain',
  ])('reads JSON sent as %j', (contentType) => {
    expect(json(' {"a":[1]}', contentType)).toEqual({ format: 'json', tree: { a: [1] } })
  })

  it('keeps the digits of large integers and the key __proto__', () => {
    const { tree } = json('{"id":12345678901234567890,"__proto__":{"x":1}}')
    expect(stringifyJson(tree)).toBe('{"id":12345678901234567890,"__proto__":{"x":1}}')
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype)
  })

  it('says that a body which claims to be JSON is not', () => {
    expect(json('{"a":')).toEqual({
      format: 'text',
      tree: null,
      problem: 'It is sent as application/json but is not JSON.',
    })
    expect(json('['.repeat(100_000)).format).toBe('text')
  })

  it.each([
    ['application/x-ndjson', '{"a":1}\n{"a":2}\n'],
    ['application/jsonl; charset=utf-8', '{"a":1}\r\n\r\n{"a":2}'],
    ['application/json-seq', '\u001e{"a":\n1}\n\u001e{"a":2}\n'],
    ['text/plain', '{"a":1}\n{"a":2}'],
    ['', ' {"a":1}\n {"a":2}'],
  ])('reads JSON lines sent as %j as a list', (contentType, text) => {
    expect(json(text, contentType)).toEqual({ format: 'json', tree: [{ a: 1 }, { a: 2 }] })
  })

  it('says that lines which claim to be JSON are not', () => {
    expect(json('{"a":1}\nnone', 'application/x-ndjson').problem).toContain('application/x-ndjson')
    expect(json('{"a":1}\nnone', 'text/plain')).toEqual({ format: 'text', tree: null })
  })

  it('reads scalars only where the type says JSON', () => {
    expect(json('42')).toEqual({ format: 'json', tree: 42 })
    expect(json('42', 'text/plain')).toEqual({ format: 'text', tree: null })
  })

  it.each(['', '  \n', '\t'])('calls %j empty', (text) => {
    expect(json(text)).toEqual({ format: 'empty', tree: null })
  })

  it.each([
    '<?xml version="1.0"?><html><body/></html>',
    '<!DOCTYPE html><html><script>{"id":7}</script></html>',
    '<html>{"id":7}</html>',
    '<?xml version="1.0"?><p>a<br>b</p>',
  ])('never takes a web page for data: %s', (page) => {
    expect(json(page, 'text/html')).toEqual({ format: 'text', tree: null })
  })

  it.each(['text/html', 'text/plain', ''])('reads an XML document sent as %j', (contentType) => {
    expect(json('<?xml version="1.0"?><order><id>7</id></order>', contentType)).toEqual({
      format: 'xml',
      tree: { order: { id: '7' } },
    })
  })

  it.each(['application/x-ndjson', 'application/jsonl'])(
    'reads one document per line, sent as %s, as a list',
    (type) => {
      expect(json('{"a":1}\r\n\n[2]\n', type)).toEqual({ format: 'json', tree: [{ a: 1 }, [2]] })
      expect(json('{"a":1}\n{"a"', type).format).toBe('text')
    },
  )

  it('reads XML into the same kind of tree', () => {
    const { format, tree } = xml(
      '<?xml version="1.0"?><!-- c --><r a="1&amp;2"><n>01</n><i>x</i><i k="v">y</i><e/><t>a <b>c</b> d</t></r>',
    )
    expect(format).toBe('xml')
    expect(tree).toEqual({
      r: { '@a': '1&2', n: '01', i: ['x', { '@k': 'v', '#text': 'y' }], e: '', t: { '#text': 'a  d', b: 'c' } },
    })
  })

  it('undoes entities in text and leaves CDATA alone', () => {
    expect(xml('<r>&lt;&#65;&#x1F600;&gt;<![CDATA[<&amp;>]]>&nbsp;</r>').tree).toEqual({ r: '<A😀><&amp;>&nbsp;' })
  })

  it('keeps names that mean something to JavaScript as ordinary keys', () => {
    const { tree } = xml('<r __proto__="p"><__proto__>1</__proto__><constructor>2</constructor><toString x="1"/></r>')
    expect(JSON.stringify(tree)).toBe(
      '{"r":{"@__proto__":"p","__proto__":"1","constructor":"2","toString":{"@x":"1"}}}',
    )
    expect(({} as Record<string, unknown>).p).toBeUndefined()
  })

  it('expands no entity that a document defines, and reads no file', () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(500)}"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;&a;</r>`
    expect(JSON.stringify(xml(bomb)).length).toBeLessThan(200)
    expect(JSON.stringify(xml('<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>'))).not.toMatch(/root:/)
  })

  it.each([
    ['an open element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['a cut tag', '<a'],
    ['plain text', 'no xml'],
    ['a repeated attribute', '<a b="1" b="2"/>'],
    ['a document of very many elements', `<a>${'<b/>'.repeat(100_000)}</a>`],
    ['a document of very many attributes', `<a ${Array.from({ length: 100_001 }, (_, at) => `b${at}=''`).join(' ')}/>`],
    ['a document that is too deep', `${'<a>'.repeat(500)}${'</a>'.repeat(500)}`],
  ])('does not take %s for XML', (_what, text) => {
    expect(xml(text)).toEqual({
      format: 'text',
      tree: null,
      problem: expect.stringMatching(/^It cannot be read as XML/),
    })
  })

  it.each([
    ['elements', `<a>${'<b/>'.repeat(1_000_000)}</a>`],
    ['attributes', `<a ${'b="1" '.repeat(500_000)}/>`],
    ['sections', `<a>${'<![CDATA[]]>'.repeat(200_000)}</a>`],
    ['instructions', `<a>${'<?b c?>'.repeat(200_000)}</a>`],
  ])('refuses a document of too many %s before it is parsed', (_what, text) => {
    expect(xml(text)).toEqual({ format: 'text', tree: null, problem: expect.stringContaining('more than 100000') })
  })

  it('repeats no more than the beginning of what it cannot read', () => {
    expect(xml(`<a ${'"'.repeat(1_000_000)}/>`).problem?.length).toBeLessThan(300)
  })
})
