import type { ButtonAbility } from '@patchbay/shared/nodes'
import { expect, it } from 'vitest'
import { contentWarnings } from './content-warnings.ts'

const map = { id: 'map', title: 'A map of the way to us', url: 'https://a.test/map' }
const yesNo = [
  { id: 'yes', title: 'Yes' },
  { id: 'no', title: 'No' },
]

function buttonWarnings(buttons: readonly (typeof map | (typeof yesNo)[number])[], ability: ButtonAbility) {
  const abilities = { text: { longest: 100, whenLonger: 'split' }, receipts: 'none', buttons: ability } as const
  return contentWarnings({ text: 'Ok?', buttons: [...buttons] }, { title: 'Pigeon', abilities })
}

it('buttons that a channel cannot show are warned of', () => {
  expect(buttonWarnings(yesNo, { most: 1, longestTitle: 10 })).toEqual([
    {
      path: 'buttons',
      message: 'Pigeon shows at most 1 buttons, and there are 2. They are sent as lines of the text.',
    },
  ])
})

it('a button that opens an address counts only where the channel shows such buttons', () => {
  expect(buttonWarnings([...yesNo, map], { most: 2, longestTitle: 10 })).toEqual([])
  expect(buttonWarnings([...yesNo, map], { most: 2, longestTitle: 30, urls: true })).toHaveLength(1)
})
