import { expect, test } from 'vitest'
import { insteadOf } from './instead-of.ts'

test('what is not there says what to use instead, also while its name is typed', () => {
  expect(insteadOf('e-mail')).toMatch(/External Web Call/)
  expect(insteadOf(' Whats')).toMatch(/messenger/)
  expect(insteadOf('send email to guest')).toMatch(/No action sends e-mail/)
})

test('a word that nobody knows, or hardly a word, says nothing', () => {
  expect(insteadOf('xyz')).toBeNull()
  expect(insteadOf('e')).toBeNull()
  expect(insteadOf('timeline')).toBeNull()
})
