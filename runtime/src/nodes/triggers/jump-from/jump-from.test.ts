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

it('Jump From reads values by the types it expects, fills in what is missing, and says what does not fit', () => {
  const typed = {
    expected: [
      { name: 'nights', type: 'number' },
      { name: 'rooms', type: 'list' },
      { name: 'language', type: 'text', default: 'en' },
    ],
    handBack: [],
  } as const
  const start = (values: object) => jumpFromTrigger.start(typed, { data: { values: { ...values } } })
  expect(start({ nights: '3', rooms: ['101'] }).variables).toMatchObject({ nights: 3, rooms: ['101'], language: 'en' })
  expect(() => start({ nights: 'three', rooms: [] })).toThrow(
    'The expected value "nights" has to be a number, such as 12.5; text was sent.',
  )
  expect(
    jumpFromTrigger.problems?.({ ...typed, expected: [{ name: 'nights', type: 'number', default: 'x' }] }),
  ).toEqual([{ path: 'expected[0].default', message: 'This has to be a number, such as 12.5.' }])
})

it('Jump From hands its rows back', () => {
  expect(jumpFromTrigger.handsBack?.(inputs)).toEqual({ loud: 'HI' })
})
