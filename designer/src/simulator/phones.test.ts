import type { ChannelKind } from '@patchbay/shared/nodes'
import { describe, expect, it } from 'vitest'
import { firstShown, nextPhone, peopleOf, personOf, placeFor } from './phones.ts'

/** Only what is read of a kind. */
const kind = (id: string, contacts: readonly string[]) => ({ id, contacts }) as ChannelKind
const people = peopleOf([kind('sms', ['+13055550119', '+13055550148']), kind('pigeon', ['@dana'])])

describe('the phone that is added', () => {
  it('is one of a channel that no phone has yet', () => {
    expect(nextPhone([{ channel: 'sms', contact: '+13055550119' }], people)).toEqual({
      channel: 'pigeon',
      contact: '@dana',
    })
  })

  it("is somebody else's once every channel has one", () => {
    const phones = [
      { channel: 'pigeon', contact: '@dana' },
      { channel: 'sms', contact: '+13055550119' },
    ]
    expect(nextPhone(phones, people)).toEqual({ channel: 'sms', contact: '+13055550148' })
  })

  it('is none once all of them are there', () => {
    expect(nextPhone(people, people)).toBeUndefined()
  })
})

it('a contact that nobody made up goes by its number', () => {
  expect(personOf({ channel: 'sms', contact: '+13055550157' }, people).name).toBe('+1 305 555 0157')
  expect(personOf({ channel: 'pigeon', contact: '@dana' }, people).name).toBe('Dana, test contact')
})

describe('a copied run goes to', () => {
  const phones = [
    { channel: 'sms', contact: '+13055550119' },
    { channel: 'pigeon', contact: '@dana' },
    { channel: 'pigeon', contact: '+13055550157' },
  ]

  it('the phone that plays its contact on its channel already', () => {
    expect(placeFor({ channel: 'pigeon', contact: '@dana' }, phones, 0)).toBe(1)
    expect(placeFor({ channel: 'pigeon', contact: '+13055550157' }, phones, 0)).toBe(2)
  })

  it('the phone in front when no phone plays its contact there', () => {
    expect(placeFor({ channel: 'sms', contact: '+13055550157' }, phones, 1)).toBe(1)
    expect(placeFor({ channel: null, contact: null }, phones, 2)).toBe(2)
  })
})

it.each([
  [0, 1, 2, 0, 0],
  [0, 3, 2, 0, 0],
  [1, 3, 2, 0, 0],
  [2, 3, 2, 0, 1],
  [1, 3, 2, 1, 1],
  [0, 3, 2, 1, 0],
  [2, 3, 1, 0, 2],
  [0, 1, 2, 1, 0],
])(
  'phone %i of %i in front, with room for %i and %i first before: %i is first',
  (active, count, fit, before, first) => {
    expect(firstShown(active, count, fit, before)).toBe(first)
  },
)
