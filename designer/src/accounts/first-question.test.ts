import type { AccountTypeResource } from '@patchbay/shared/api'
import { expect, test } from 'vitest'
import { firstQuestionOf } from './first-question.ts'

const provider = { type: 'string', title: 'Provider', enum: ['a', 'b'], 'x-ui': { optionLabels: { a: 'Company A' } } }
const typeWith = (field: object, property = 'provider'): AccountTypeResource => ({
  id: 'messenger',
  title: 'Messenger',
  description: '',
  icon: 'bolt',
  properties: { type: 'object', properties: { provider: field } },
  askedFirst: { property, haveReady: {} },
  hashed: [],
  generated: [],
  addresses: [],
  capabilities: { create: true, test: true, webhook: true, status: false },
  channels: ['messenger'],
})

test('a choice that is made with the type has the words of its property, and the default for an answer', () => {
  const options = [
    { value: 'a', label: 'Company A' },
    { value: 'b', label: 'b' },
  ]
  const question = { property: 'provider', title: 'Provider', options }
  expect(firstQuestionOf(typeWith(provider))).toEqual({ ...question, usual: 'a' })
  expect(firstQuestionOf(typeWith({ ...provider, default: 'b' }))).toEqual({ ...question, usual: 'b' })
})

test('nothing is asked where the type names no property, or one that is not there', () => {
  const { askedFirst: _, ...plain } = typeWith(provider)
  expect(firstQuestionOf(plain)).toBeUndefined()
  expect(firstQuestionOf(typeWith(provider, 'company'))).toBeUndefined()
})
