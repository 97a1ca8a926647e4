import { expect, it } from 'vitest'
import { BY_EMAIL, userOptions } from './user-options.ts'

const rui = { id: 'u1', name: 'Rui S.', email: 'rui@northwind.example' }
const mara = { id: 'u2', name: 'Mara', email: 'mara@northwind.example' }
const open = { user: null, matchedBy: null }

it('offers every user by name, and by e-mail address where that is all there is', () => {
  const nameless = { id: 'u3', name: '', email: 'new@northwind.example' }
  expect(userOptions([rui, nameless], open)).toEqual([
    { value: 'u1', label: 'Rui S.' },
    { value: 'u3', label: 'new@northwind.example' },
  ])
})

it('tells users of one name apart by their e-mail addresses', () => {
  const other = { ...rui, id: 'u4', email: 'rui.other@northwind.example' }
  expect(userOptions([rui, mara, other], open).map(({ label }) => label)).toEqual([
    'Rui S. (rui@northwind.example)',
    'Mara',
    'Rui S. (rui.other@northwind.example)',
  ])
})

it('has the user of the agent even while the users are missing', () => {
  expect(userOptions([], { user: rui, matchedBy: 'email' })).toEqual([{ value: 'u1', label: 'Rui S.' }])
  expect(userOptions([rui, mara], { user: rui, matchedBy: 'email' })).toHaveLength(2)
})

it('begins with the way back to the e-mail address where a person has chosen', () => {
  expect(userOptions([rui, mara], { user: rui, matchedBy: 'person' })[0]).toEqual({
    value: BY_EMAIL,
    label: 'By e-mail address',
  })
})
