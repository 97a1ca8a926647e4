import { defineAccount } from '@patchbay/shared/api'
import { type TArrayOptions, Type } from 'typebox'
import { expect, it } from 'vitest'
import { withChoicesAsSpelled, withoutAllChoices } from './choices.ts'

const kinds = ['Ticket', 'Case']

function typeWith(change: TArrayOptions) {
  return defineAccount({
    id: 'desk',
    title: 'Desk',
    description: 'For tests.',
    icon: 'phone',
    properties: Type.Object({ kinds: Type.Optional(Type.Array(Type.Enum(kinds), change)) }),
    hashed: [],
    generated: [],
    capabilities: { create: true, test: false, webhook: false, status: false },
    addresses: [],
  })
}

it.each([
  ['all of them, in any order', ['Case', 'Ticket'], {}],
  ['some of them', ['Case'], { kinds: ['Case'] }],
  ['none of them', [], { kinds: [] }],
])('a list that has all at first is stored only where that is not what was chosen: %s', (_title, chosen, stored) => {
  expect(withoutAllChoices(typeWith({ default: kinds }), { kinds: chosen })).toEqual(stored)
})

it('a list that is empty at first keeps all of its choices', () => {
  expect(withoutAllChoices(typeWith({}), { kinds })).toEqual({ kinds })
})

it('choices are shown as the type spells them, and those that it no longer has as they were', () => {
  const properties = { kinds: ['case', 'CASE', 'Lead'], other: 'case' }
  expect(withChoicesAsSpelled(typeWith({}), properties)).toEqual({ kinds: ['Case', 'Lead'], other: 'case' })
})
