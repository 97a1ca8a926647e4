import { describe, expect, it } from 'vitest'
import { readForm, readFormParams } from './read-form.ts'

const FORM = 'application/x-www-form-urlencoded'
const form = (text: string, contentType = FORM) => readForm(Buffer.from(text, 'latin1'), contentType)

describe('readForm', () => {
  it('reads fields, repeated ones as a list', () => {
    expect(form('a=1&b=x+y&a=2&__proto__=p&&c&d=e=f')).toEqual(
      JSON.parse('{"a":["1","2"],"b":"x y","__proto__":"p","c":"","d":"e=f"}'),
    )
  })

  it.each([
    ['UTF-8 by default', 'name=Zo%C3%AB', FORM],
    ['UTF-8 that is not escaped', 'name=Zo\u00c3\u00ab', FORM],
    ['ISO-8859-1', 'name=Zo%EB', `${FORM}; charset=ISO-8859-1`],
    ['a charset in quotes', 'name=Zo%EB', `${FORM};charset="windows-1252"`],
    ['the hidden field of HTML', '_charset_=iso-8859-1&name=Zo%EB', FORM],
    ['the field of PayPal', 'name=Zo%EB&charset=windows-1252', FORM],
    ['UTF-16', 'name=%00Z%00o%00%EB', `${FORM}; charset=utf-16be`],
    ['no name at all', 'name=Zo%EB', FORM],
    ['a name that nobody knows', 'name=Zo%EB', `${FORM}; charset=nonsense`],
    ['bytes that are not escaped', 'name=Zo\u00eb', FORM],
  ])('reads the charset: %s', (_what, text, contentType) => {
    const fields = form(text, contentType)
    expect(fields.name ?? Object.values(fields)[0]).toBe('Zoë')
  })

  it('reads Japanese that only a field names', () => {
    expect(form('charset=Shift_JIS&name=%93%FA%96%7B').name).toBe('日本')
  })

  it('does not let a field overrule bytes that are UTF-8', () => {
    expect(form('charset=windows-1252&name=Zo%C3%AB').name).toBe('Zoë')
  })

  it('leaves escapes alone that are none', () => {
    expect(form('a=100%&b=%zz&c=%4')).toEqual({ a: '100%', b: '%zz', c: '%4' })
  })

  it('reads the query of an address alike', () => {
    expect(readFormParams(Buffer.from('text=Zo%EB&to=%2B1305')).get('text')).toBe('Zoë')
  })
})
