import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

export const orderDrink = defineNode({
  id: 'order-drink',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Order Drink',
  description: 'Orders a drink at the bar.',
  icon: 'coffee',
  keywords: ['tea', 'bar'],
  variablePrefix: 'DRINK',
  inputs: Type.Object(
    {
      size: Type.Enum(['small', 'large'], { title: 'Size', default: 'small', 'x-ui': { widget: 'select' } }),
      drink: Type.String({
        title: 'Drink',
        maxLength: 100,
        default: '',
        'x-ui': { widget: 'select', options: 'drinks', dependsOn: ['size'], emptyMessage: 'Drink is empty' },
        'x-required': true,
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [{ name: 'number', title: 'Number of the order', type: 'number', sample: '7' }],
  sets: [],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ field: 'drink' }],
  test: { title: 'Order one' },
  defaults: { size: 'small', drink: '' },
})
