import { expect, test } from 'vitest'
import { besideVariable } from './beside-variable.ts'

test('what is dropped onto a variable goes to its nearer end', () => {
  expect(besideVariable('Now: $winds, $temp', 6)).toBe(5)
  expect(besideVariable('Now: $winds, $temp', 10)).toBe(11)
  expect(besideVariable('{{ winds }}', 4)).toBe(0)
})

test('what is dropped anywhere else stays there', () => {
  expect(besideVariable('Now: $winds!', 3)).toBe(3)
  expect(besideVariable('Now: $winds!', 5)).toBe(5)
  expect(besideVariable('', 0)).toBe(0)
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables are written so.
  expect(besideVariable('${winds | plus: 1}', 16)).toBe(16)
})
