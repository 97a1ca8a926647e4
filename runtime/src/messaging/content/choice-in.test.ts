import { describe, expect, it } from 'vitest'
import { choiceIn } from './choice-in.ts'

const offered = [
  { id: 'y', title: 'Yes' },
  { id: 'map', title: 'Map', url: 'https://a.test/map' },
  { id: 'other', title: 'Another time' },
]

describe('the choice in a reply', () => {
  it.each([
    ['1', 'y'],
    ['2', 'other'],
    [' 2. ', 'other'],
    ['2)', 'other'],
    ['(2)', 'other'],
    ['\uff12', 'other'],
    ['yes', 'y'],
    [' YES ', 'y'],
    ['another  TIME', 'other'],
    ['Anothertime', 'other'],
    ['OTHER', 'other'],
  ])('%j means the button %s', (text, id) => {
    expect(choiceIn({ text }, offered)).toMatchObject({ id })
  })

  it.each(['', ' ', '0', '3', '22', 'Map', 'yes please', '1 and 2', '-1', '1.5'])('%j is none', (text) => {
    expect(choiceIn({ text }, offered)).toBeUndefined()
  })

  it('is the pressed button, also of an earlier question', () => {
    const choice = { id: 'old', title: 'Old' }
    expect(choiceIn({ choice, text: '1' }, offered)).toBe(choice)
  })

  it('is by title before it is by number', () => {
    const numbers = [
      { id: 'a', title: '2' },
      { id: 'b', title: '1' },
    ]
    expect(choiceIn({ text: '1' }, numbers)).toEqual({ id: 'b', title: '1' })
  })
})
