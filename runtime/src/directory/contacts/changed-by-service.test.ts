import { describe, expect, it } from 'vitest'
import { changedByService } from './changed-by-service.ts'

describe('what a service may change of a contact', () => {
  it.each([
    ['a field that is empty here, the first time', {}, undefined, { title: 'Buyer' }, { title: 'Buyer' }],
    [
      'a field that is as the service said last',
      { title: 'Buyer' },
      { title: 'Buyer' },
      { title: 'Head' },
      { title: 'Head' },
    ],
    ['a field that the service empties', { title: 'Buyer' }, { title: 'Buyer' }, {}, { title: null }],
    ['a field that people emptied, to something new', {}, { title: 'Buyer' }, { title: 'Head' }, { title: 'Head' }],
  ])('is %s', (_what, here, before, says, changed) => {
    expect(changedByService(here, before, says)).toEqual(changed)
  })

  it.each([
    [
      'a field that had a value here before the service knew the contact',
      { title: 'Boss' },
      undefined,
      { title: 'Buyer' },
    ],
    ['a field that people changed', { title: 'Boss' }, { title: 'Buyer' }, { title: 'Head' }],
    ['a field that people changed and the service empties', { title: 'Boss' }, { title: 'Buyer' }, {}],
    ['a field that people emptied and the service has as before', {}, { title: 'Buyer' }, { title: 'Buyer' }],
    [
      'a field that people have set to what the service says now',
      { title: 'Head' },
      { title: 'Buyer' },
      { title: 'Head' },
    ],
    ['a field that the service never spoke of', { industry: 'Tea' }, {}, {}],
    // Two contacts of a service that were merged here do not take turns in the same field.
    ['a field that another contact of the service brought', { title: 'One' }, { title: 'Two' }, { title: 'Two' }],
  ])('is not %s', (_what, here, before, says) => {
    expect(changedByService(here, before, says)).toEqual({})
  })
})
