import { describe, expect, it } from 'vitest'
import { readEventBody } from './read-event-body.ts'

const read = (text: string, contentType?: string) => readEventBody(Buffer.from(text, 'latin1'), contentType)
const multipart = (...parts: readonly string[]) =>
  read(`${parts.map((part) => `--x\r\n${part}\r\n`).join('')}--x--\r\n`, 'multipart/form-data; boundary=x')
const field = (name: string, value: string, type = '') =>
  `Content-Disposition: form-data; name="${name}"\r\n${type === '' ? '' : `Content-Type: ${type}\r\n`}\r\n${value}`

describe('readEventBody', () => {
  it.each([
    'application/json',
    'text/plain; charset=UTF-8',
    undefined,
    'text/json',
    'application/octet-stream',
    'application/x-json',
    'application/vnd.api+json',
    'text/javascript',
    '*/*',
  ])('reads JSON sent as %s', (type) => {
    expect(read('{"Type":"Notification"}', type)).toEqual({
      text: '{"Type":"Notification"}',
      tree: { Type: 'Notification' },
    })
  })

  it.each(['application/json', 'text/json', 'application/x-json'])('refuses what claims to be JSON as %s', (type) => {
    expect(() => read('{"a":', type)).toThrow('not valid JSON')
  })

  it('leaves text as it is, also where it begins like data', () => {
    expect(read('{hello} and [x]', 'text/plain').tree).toBe('{hello} and [x]')
    expect(read('42', 'text/plain').tree).toBe('42')
  })

  it('reads XML as data, and what claims to be XML as text', () => {
    expect(read('<order id="7"><item>Tea</item></order>', 'application/xml').tree).toEqual({
      order: { '@id': '7', item: 'Tea' },
    })
    expect(read('<?xml version="1.0"?><a>1</a>').tree).toEqual({ a: '1' })
    expect(read('<soap:Envelope/>', 'application/soap+xml').tree).toEqual({ 'soap:Envelope': '' })
    expect(read('<a><b></a>', 'text/xml').tree).toBe('<a><b></a>')
  })

  it.each([
    ['text/plain; charset=ISO-8859-1', 'Zo\u00eb', 'Zoë'],
    ['text/plain', 'Zo\u00eb', 'Zoë'],
    ['text/plain; charset=windows-1252', '\u0080 5', '€ 5'],
    ['text/plain; charset=utf-16le', 'h\0i\0', 'hi'],
    ['application/octet-stream', '\u0089PNG\r\n\0', '\ufffdPNG\r\n\0'],
  ])('reads text in the charset of %s', (type, bytes, text) => {
    expect(read(bytes, type).text).toBe(text)
  })

  it('reads JSON and XML in another charset', () => {
    expect(read('{"name":"Zo\u00eb"}', 'application/json; charset=iso-8859-1').tree).toEqual({ name: 'Zoë' })
    expect(read('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00eb</a>', 'text/xml').tree).toEqual({ a: 'ë' })
  })

  it('reads the fields of a multipart form', () => {
    const { text, tree } = multipart(
      field('formID', '7'),
      field('q3[]', 'a'),
      field('q3[]', 'b'),
      field('name', 'Zo\u00eb'),
      field('latin', 'Zo\u00eb', 'text/plain; charset=iso-8859-1'),
      field('payload', '{"user":{"id":1}}', 'application/json'),
      field('rawRequest', '{"a":1}'),
      field('__proto__', 'x'),
    )
    expect(text).toBe('')
    expect(tree).toEqual(
      JSON.parse(
        '{"formID":"7","q3[]":["a","b"],"name":"Zoë","latin":"Zoë","payload":{"user":{"id":1}},"rawRequest":"{\\"a\\":1}","__proto__":"x"}',
      ),
    )
  })

  it('hands over files by name, type and size, and the text of those that are text', () => {
    const file = (name: string, type: string, content: string) =>
      `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${content}`
    expect(multipart(file('a.csv', 'text/csv', '1;2'), file('a.png', 'image/png', '\u0089PNG\0')).tree).toEqual({
      file: [
        { filename: 'a.csv', contentType: 'text/csv', size: 3, text: '1;2' },
        { filename: 'a.png', contentType: 'image/png', size: 5 },
      ],
    })
  })

  it('makes a list of parts without names', () => {
    const body = '--x\r\nContent-Type: text/xml\r\n\r\n<a>1</a>\r\n--x\r\nContent-ID: <1>\r\n\r\nplain\r\n--x--'
    expect(read(body, 'multipart/mixed; boundary="x"').tree).toEqual([{ a: '1' }, 'plain'])
  })

  it('allows a preamble before the first boundary', () => {
    const body = `\r\nfor old readers\r\n--x\r\n${field('a', '1')}\r\n--x--`
    expect(read(body, 'multipart/form-data; boundary=x').tree).toEqual({ a: '1' })
  })

  it.each([
    ['no boundary', 'multipart/form-data', '--x--'],
    ['another boundary', 'multipart/form-data; boundary=y', '--x\r\n\r\n1\r\n--x--'],
    ['no end', 'multipart/form-data; boundary=x', '--x\r\n\r\n1'],
    ['very many parts', 'multipart/form-data; boundary=x', `${'--x\r\n\r\n1\r\n'.repeat(1_001)}--x--`],
    ['very long headers', 'multipart/form-data; boundary=x', `--x\r\nA: ${'b'.repeat(10_000)}\r\n\r\n1\r\n--x--`],
  ])('refuses multipart with %s', (_what, type, body) => {
    expect(() => read(body, type)).toThrow(/multipart/)
  })

  it('refuses an integer of more digits than anybody uses', () => {
    expect(read(`{"id":${'9'.repeat(300)}}`).tree).toEqual({ id: BigInt('9'.repeat(300)) })
    expect(() => read(`{"id":${'9'.repeat(401)}}`, 'application/json')).toThrow('400 digits')
  })
})
