import { AppError } from '@patchbay/shared/errors'
import { defineAction } from '../../../src/kit/node.ts'
import { pageOfOptions } from '../../../src/kit/options.ts'
import { orderDrink } from './definition.ts'

/** 120 kinds of tea, so that there is more than one page of them. */
const drinks = Array.from({ length: 120 }, (_, index) => ({ value: `tea-${index + 1}`, label: `Tea ${index + 1}` }))

export const orderDrinkAction = defineAction(orderDrink, {
  run: async ({ drink }) => ({ exit: 'next', outputs: { number: Number(drink.replace('tea-', '')) } }),
  test: async ({ drink, size }) => ({ exit: 'next', outputs: { ordered: { drink, size } } }),
  options: {
    async drinks(query) {
      if (query.search === 'closed') throw new AppError('CONNECTION_FAILED', 'The bar is closed. Try again tomorrow.')
      if (query.search === 'slow') await new Promise(() => undefined)
      const size = query.inputs.size === 'large' ? ' (large)' : ''
      return pageOfOptions(
        drinks.map(({ value, label }) => ({ value, label: label + size })),
        query,
      )
    },
  },
})
