import { describe, expect, it } from 'vitest'
import { createMasks, ERASED } from './mask-json.ts'

describe('the words of an erased contact', () => {
  const { words } = createMasks(['Dana Whitfield', 'dana@brightwater.example', '+13055550119', '88123', 'Jo'])

  it.each([
    ['a text around them', 'Call DANA WHITFIELD today', `Call ${ERASED} today`],
    ['another spelling', 'Dana@Brightwater.Example', ERASED],
    ['a number', 88123, 0],
    ['a phone number as a number', 13055550119, 0],
    ['names of members', { 'dana whitfield': [true] }, { [ERASED]: [true] }],
  ])('are hidden in %s', (_where, value, hidden) => {
    expect(words(value)).toEqual(hidden)
  })

  it('stay where they are shorter than four characters, and so does everything else', () => {
    const value = { text: 'Jo asks for John', number: 881, isOpen: true, nothing: null }
    expect(words(value)).toEqual(value)
    expect(createMasks([]).words(value)).toEqual(value)
  })
})
