import { describe, expect, it } from 'vitest'
import { gsmLookalike } from './gsm-lookalikes.ts'
import { countSmsSegments } from './sms-segments.ts'

const outside = [...'\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0\u202f\u00ab\u2022\u200b\t`']

describe('gsmLookalike', () => {
  it.each(outside)('replaces %j by what costs no Unicode', (character) => {
    expect(countSmsSegments(character).encoding).toBe('UCS-2')
    const same = gsmLookalike(character)
    expect(same).toBeDefined()
    expect(countSmsSegments(same ?? '').encoding).toBe('GSM-7')
  })

  it.each([...'\u00e7\u044f\u{1f600}a'])('leaves %j, which nothing else means', (character) => {
    expect(gsmLookalike(character)).toBeUndefined()
  })
})
