import { expect, it } from 'vitest'
import { jumpFromTrigger } from './start.ts'

const inputs = {
  expected: [{ name: 'word' }, { name: 'other', required: false }],
  handBack: [{ name: 'loud', value: 'HI' }],
}

it('Jump From makes variables of the values it expects, and of the two numbers', () => {
  const data = { values: { word: 'hi', unknown: 1 }, ANI: '+13055550119', DNIS: '+17865550100' }
  expect(jumpFromTrigger.start(inputs, { data, contact: '+13055550119' })).toMatchObject({
    outputs: { values: { word: 'hi', unknown: 1 } },
    variables: { word: 'hi', other: null, ANI: '+13055550119', DNIS: '+17865550100' },
    contact: '+13055550119',
  })
})

it('Jump From refuses a jump without a value that it requires', () => {
  expect(() => jumpFromTrigger.start(inputs, { data: { values: {} } })).toThrow('"word" is missing')
})

it('Jump From hands its rows back', () => {
  expect(jumpFromTrigger.handsBack?.(inputs)).toEqual({ loud: 'HI' })
})
