import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['Maya Reyes', 'MR'],
  ['ines maria duarte', 'ID'],
  ['operator', 'O'],
  ['  Émile  ', 'É'],
  ['😀 Smith', '😀S'],
  ['', ''],
])('%s is %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
