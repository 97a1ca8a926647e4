import { expect, it } from 'vitest'
import { inOrder, mayReach, type Reach, type Role, roles, rolesWith } from './roles.ts'

/** Written out, apart from the table that the product uses. */
const enough: Readonly<Record<Reach, readonly Role[]>> = {
  person: ['administrator', 'editor', 'agent', 'viewer', 'api-user'],
  viewer: ['administrator', 'editor', 'viewer'],
  agent: ['administrator', 'editor', 'agent'],
  editor: ['administrator', 'editor'],
  administrator: ['administrator'],
  'api-user': ['administrator', 'api-user'],
  'api-docs': ['administrator', 'editor', 'viewer', 'api-user'],
}

function subsets(): readonly (readonly Role[])[] {
  return Array.from({ length: 2 ** roles.length }, (_, bits) => roles.filter((_role, index) => bits & (1 << index)))
}

it('adds up what the roles of a user may do, for every set of roles', () => {
  for (const needed of Object.keys(enough) as Reach[]) {
    for (const held of subsets()) {
      const expected = held.some((role) => enough[needed].includes(role))
      expect(mayReach(held, needed), `${held.join(' + ')} for ${needed}`).toBe(expected)
    }
  }
})

it('lets nobody without a role do anything', () => {
  expect(mayReach([], 'person')).toBe(false)
})

it('names the roles that are enough', () => {
  expect(rolesWith('api-user')).toEqual(['administrator', 'api-user'])
})

it('lists the roles of a set in their usual order, each once', () => {
  expect(inOrder(['api-user', 'agent', 'administrator', 'agent'])).toEqual(['administrator', 'agent', 'api-user'])
})
