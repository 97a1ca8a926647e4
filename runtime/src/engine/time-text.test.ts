import { describe, expect, it } from 'vitest'
import { createTimeText } from './time-text.ts'

describe('the text of a moment', () => {
  it('is its ISO text, whatever moment came before', () => {
    const timeText = createTimeText()
    const times = [5, 5, 6, 5, 0, 1_700_000_000_123].map((ms) => new Date(ms))
    expect(times.map(timeText)).toEqual(times.map((time) => time.toISOString()))
  })
})
