import { expect, it } from 'vitest'
import { contactFields as variables } from '../flow/variables/people-fields.ts'
import { contactFacts, contactFields } from './contact-fields.ts'

it('keeps the name of each variable of contacts from own fields, which would be written and never read', () => {
  const kept = new Set<string>([...contactFields.map(({ key }) => key), ...contactFacts])
  expect(variables.map(({ name }) => name).filter((name) => !kept.has(name))).toEqual([])
})

it('has a variable for each field that every contact has', () => {
  const names = new Set<string>(variables.map(({ name }) => name))
  expect(contactFields.map(({ key }) => key).filter((key) => !names.has(key))).toEqual([])
})
