// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language under test writes names in ${…}
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../json/json.ts'
import { headerBytes, headerText } from '../header-text.ts'
import { compileTemplate } from '../template.ts'

const scope: JsonObject = {
  text: 'a&b=c+d %\r\ne;é😀\ud800\0',
  key: 'x=y',
  n: 7,
}

describe('form bodies', () => {
  it.each([
    ['a=$text&b=$n', 'a=a%26b%3Dc%2Bd%20%25%0D%0Ae%3B%C3%A9%F0%9F%98%80%EF%BF%BD%00&b=7'],
    ['${key}=1&{{key}}=$foo', 'x%3Dy=1&x%3Dy='],
    ['$filter=1&$top=$n&$key.x=', '$filter=1&$top=7&='],
    ['a={{#n}}{{.}}{{/n}}', 'a=7'],
    ['a=100%25$n', 'a=100%257'],
  ])('%s', (text, expected) => {
    expect(compileTemplate(text, 'form').render(scope).value).toBe(expected)
  })

  it.each(['a=%$n', 'a=%2$n', 'a={{#n}}%{{/n}}$n'])('refuses %s', (text) => {
    expect(compileTemplate(text, 'form').problems).toEqual([expect.objectContaining({ severity: 'error' })])
  })
})

describe('header values', () => {
  it('are the UTF-8 bytes with tabs but no other control character, as a string with one character per byte', () => {
    const { value } = compileTemplate('é\t\u0001$text ✓', 'header').render(scope)
    expect(value).toMatch(/^[\t\x20-\x7e\x80-\xff]*$/)
    expect(Buffer.from(String(value), 'latin1').toString('utf8')).toBe('é\ta&b=c+d %e;é😀\ufffd ✓')
    expect(headerText(String(value))).toBe('é\ta&b=c+d %e;é😀\ufffd ✓')
  })

  it('stay readable as they are when they are ASCII', () => {
    expect(compileTemplate('Bearer $n', 'header').render(scope).value).toBe('Bearer 7')
    expect(headerText('Bearer 7')).toBe('Bearer 7')
    expect(compileTemplate('é\r\nX: y', 'header').render({}).value).toBe('Ã©X: y')
  })
})

describe('headerText', () => {
  it.each(['Zoë', 'Zoë ✓', '\ufeffé', 'Bearer x'])(
    'leaves %j alone, which is no byte string, and reads its bytes',
    (text) => {
      expect(headerText(text)).toBe(text)
      expect(headerText(headerBytes(text))).toBe(text)
    },
  )
})

describe('plain bodies', () => {
  it('take values as they are', () => {
    expect(compileTemplate('<$text>', 'plain').render({ text: '"&\n{{x}}' }).value).toBe('<"&\n{{x}}>')
  })
})
