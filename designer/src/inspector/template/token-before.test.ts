// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { expect, test } from 'vitest'
import { tokenBefore } from './token-before.ts'

const typed = (text: string) => tokenBefore(text, text.length)?.typed ?? null

test('a dollar sign opens the list, and what follows narrows it', () => {
  expect(typed('Sent at $')).toBe('')
  expect(typed('Sent at $DateTime.cur')).toBe('DateTime.cur')
  expect(typed('${order')).toBe('order')
})

test('the token begins at its dollar sign, so that choosing replaces all of it', () => {
  expect(tokenBefore('It is $te', 9)).toEqual({ kind: 'variable', from: 6, to: 9, typed: 'te' })
})

test('two dollar signs are one literal dollar sign, three begin a token', () => {
  expect(typed('$$')).toBeNull()
  expect(typed('$$USD')).toBeNull()
  expect(typed('$$$te')).toBe('te')
})

test('a pipe within brackets opens the functions, and choosing replaces what stands behind it', () => {
  expect(tokenBefore('Hi ${name | up', 14)).toEqual({ kind: 'function', from: 11, to: 14, typed: 'up' })
  expect(tokenBefore('{{ name|', 8)).toEqual({ kind: 'function', from: 8, to: 8, typed: '' })
  expect(tokenBefore('$(a | trim | ', 13)?.kind).toBe('function')
  expect(tokenBefore('${a | default: "x" | j', 22)?.typed).toBe('j')
})

test('a pipe outside brackets, and arguments, open nothing', () => {
  expect(typed('$name | up')).toBeNull()
  expect(typed('${name | upper} | x')).toBeNull()
  expect(typed('${name | round: 2')).toBeNull()
  expect(typed('a | b')).toBeNull()
})

test('an amount such as $5 and plain text open nothing', () => {
  expect(typed('costs $5')).toBeNull()
  expect(typed('hello')).toBeNull()
  expect(typed('$temp F')).toBeNull()
})
