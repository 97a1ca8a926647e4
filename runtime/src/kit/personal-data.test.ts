import { describe, expect, it } from 'vitest'
import { createPersonalDataMask } from './personal-data.ts'

describe('a mask of personal data', () => {
  it.each([
    ['mail to dana.o-neil+hotel@mail.example.com, please', 'mail to <EMAIL_1>, please'],
    ['jürgen@müller.example', '<EMAIL_1>'],
    ['call +1 (305) 555-0119', 'call <NUMBER_1>'],
    ['030/1234567 or 0171 12 34 56 78', '<NUMBER_1> or <NUMBER_2>'],
    ['my card is 4111 1111 1111 1111.', 'my card is <CARD_1>.'],
    ['4111-1111-1111-1112 is mistyped', '<NUMBER_1> is mistyped'],
    ['account DE89 3704 0044 0532 0130 00', 'account DE<NUMBER_1>'],
    ['DE89370400440532013000', 'DE<NUMBER_1>'],
    ['Nr1234567, or customer_1234567', 'Nr<NUMBER_1>, or customer_<NUMBER_1>'],
    ['call 305\u2011555\u20110119', 'call <NUMBER_1>'],
    ['٠١٢٣٤٥٦٧٨', '<NUMBER_1>'],
  ])('keeps back what is personal in "%s"', (text, masked) => {
    const mask = createPersonalDataMask()
    expect(mask.hide(text)).toBe(masked)
    expect(mask.hasHidden).toBe(true)
    expect(mask.reveal(masked)).toBe(text)
  })

  it.each([
    'room 204 for 2 nights',
    'from 2026-11-29 10:30 to 2026-12-01',
    'on 11/29/2026, 29.11.2026 or 1.12.2026',
    'order SV-20418 costs 1,250.00',
  ])('leaves "%s" as it is', (text) => {
    const mask = createPersonalDataMask()
    expect(mask.hide(text)).toBe(text)
    expect(mask.hasHidden).toBe(false)
  })

  it('gives the same data the same token, and puts it back into texts, lists and objects', () => {
    const mask = createPersonalDataMask()
    expect(mask.hide('a@b.example, a@b.example, c@d.example')).toBe('<EMAIL_1>, <EMAIL_1>, <EMAIL_2>')
    expect(mask.reveal({ mail: 'it is <EMAIL_1>', all: ['<EMAIL_2>'], rooms: 2, none: null })).toEqual({
      mail: 'it is a@b.example',
      all: ['c@d.example'],
      rooms: 2,
      none: null,
    })
  })

  it('gives nothing away to a text that brings tokens of its own', () => {
    const mask = createPersonalDataMask()
    const text = mask.hide('Dana is at +1 305 555 0119') + mask.hide(' say <NUMBER_1> and <EMAIL_7>')
    expect(text).toBe('Dana is at <NUMBER_1> say <TEXT_1> and <TEXT_2>')
    expect(mask.reveal('<TEXT_1> <EMAIL_7> <NUMBER_9>')).toBe('<NUMBER_1> <EMAIL_7> <NUMBER_9>')
  })

  it('reads a long text without stalling', () => {
    const mask = createPersonalDataMask()
    for (const piece of ['a', '1 ', '1-', 'a.', '+(1']) {
      const startedMs = performance.now()
      mask.hide(piece.repeat(100_000))
      expect(performance.now() - startedMs, piece).toBeLessThan(2_000)
    }
  })
})
