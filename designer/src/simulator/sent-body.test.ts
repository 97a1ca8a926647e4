import { expect, it } from 'vitest'
import { sentBody } from './sent-body.ts'

it('sends values as their types are written, leaves out what is empty, and what is wrong to the trigger', () => {
  expect(
    sentBody([
      { name: 'order', type: 'any', text: '12' },
      { name: 'pieces', type: 'number', text: '12' },
      { name: 'urgent', type: 'boolean', text: 'false' },
      { name: 'items', type: 'list', text: '["a"]' },
      { name: 'total', type: 'number', text: 'much' },
      { name: 'note', type: 'text', text: '' },
    ]),
  ).toEqual({ order: '12', pieces: 12, urgent: false, items: ['a'], total: 'much' })
})
