import { describe, expect, it } from 'vitest'
import { countSmsSegments } from './sms-segments.ts'

describe('countSmsSegments', () => {
  it.each([
    ['', 'GSM-7', 0, 1],
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(306), 'GSM-7', 306, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    ['’', 'UCS-2', 1, 1],
    ['é'.repeat(160), 'GSM-7', 160, 1],
    ['ç'.repeat(70), 'UCS-2', 70, 1],
    ['ç'.repeat(71), 'UCS-2', 71, 2],
    ['😀'.repeat(35), 'UCS-2', 70, 1],
    ['😀'.repeat(36), 'UCS-2', 72, 2],
  ])('counts %j', (text, encoding, units, segments) => {
    expect(countSmsSegments(text)).toMatchObject({ encoding, units, segments })
  })

  it('does not divide a character of two units between segments', () => {
    // 153 septets hold 76 of them and one septet is left over, so the 153rd begins a third segment.
    expect(countSmsSegments('€'.repeat(152)).segments).toBe(2)
    expect(countSmsSegments('€'.repeat(153)).segments).toBe(3)
    // 67 units hold 33 of them.
    expect(countSmsSegments('😀'.repeat(66)).segments).toBe(2)
    expect(countSmsSegments('😀'.repeat(67)).segments).toBe(3)
  })

  it.each([
    ['', 160],
    ['a'.repeat(160), 0],
    ['a'.repeat(161), 145],
    ['я'.repeat(60), 10],
    ['😀'.repeat(36), 61],
    ['€'.repeat(153), 151],
  ])('says how much the last segment still holds: %j', (text, left) => {
    expect(countSmsSegments(text).left).toBe(left)
  })

  it.each([
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    [`${'я'.repeat(66)}😀${'я'.repeat(65)}`, 2],
    [`${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
    ['я'.repeat(134), 2],
    ['я'.repeat(135), 3],
  ])('divides no character at the end of a segment: %j', (text, segments) => {
    expect(countSmsSegments(text).segments).toBe(segments)
  })

  it('names the characters that cost the GSM alphabet, each once', () => {
    expect(countSmsSegments('“Don’t”, it’s late 😀').outsideGsm).toEqual(['“', '’', '”', '😀'])
    expect(countSmsSegments("Don't").outsideGsm).toEqual([])
  })

  it.each([
    ['a'.repeat(160), 160],
    ['a'.repeat(161), 153],
    ['я'.repeat(70), 70],
    ['я'.repeat(71), 67],
  ])('says how much a segment holds: less where it has to be put together again: %j', (text, size) => {
    expect(countSmsSegments(text).size).toBe(size)
  })
})
