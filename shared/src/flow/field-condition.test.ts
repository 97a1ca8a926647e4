import { expect, test } from 'vitest'
import { conditionHolds } from './field-condition.ts'

test('a condition holds where its field has the value, and every further condition holds', () => {
  const condition = { field: 'auth.scheme', equals: ['other'], and: { field: 'auth.type', equals: 'signature' } }
  expect(conditionHolds(condition, { auth: { type: 'signature', scheme: 'other' } })).toBe(true)
  expect(conditionHolds(condition, { auth: { type: 'none', scheme: 'other' } })).toBe(false)
  expect(conditionHolds(condition, { auth: { type: 'signature', scheme: 'github' } })).toBe(false)
  expect(conditionHolds(undefined, {})).toBe(true)
})

test('a condition may name the one value that a field must not have', () => {
  const condition = { field: 'contentType', not: 'multipart/form-data' }
  expect(conditionHolds(condition, { contentType: 'multipart/form-data' })).toBe(false)
  expect(conditionHolds(condition, { contentType: 'text/plain' })).toBe(true)
  expect(conditionHolds(condition, {})).toBe(true)
})
