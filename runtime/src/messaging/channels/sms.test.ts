import { describe, expect, it } from 'vitest'
import { sms } from './sms.ts'

describe('an address of SMS', () => {
  it.each([
    ['+17865550100', '+17865550100'],
    ['+1 (786) 555-0100', '+17865550100'],
    ['1.786.555.0100', '+17865550100'],
    ['00 44 20 7946 0958', '+442079460958'],
    [' +49 30/123456 ', '+4930123456'],
    // The zero that is dialled only inside the country, in brackets or not.
    ['+44 (0)20 7946 0018', '+442079460018'],
    ['+44 020 7946 0018', '+442079460018'],
    ['0044 (0)20 7946 0018', '+442079460018'],
    ['+49 (0) 30 123456', '+4930123456'],
    // In Italy it is part of the number.
    ['+39 06 1234 5678', '+390612345678'],
    // Copied out of a contact, a letter or a web page.
    ['\u202a+1\u00a0786\u2011555\u20110100\u202c', '+17865550100'],
    ['\u200e+1\u202f786\u2013555\u22120100', '+17865550100'],
    ['\u2068\uff0b1 786 555 0100\u2069\ufeff', '+17865550100'],
    ['+\u0661\u0667\u0668\u0666\u0665\u0665\u0665\u0660\u0661\u0660\u0660', '+17865550100'],
  ])('reads the number %j', (text, number) => {
    expect(sms.normalise(text)).toBe(number)
  })

  it.each([
    '',
    '7865550100',
    '27865550100',
    '447700900123',
    '+0123456789',
    '+12345',
    '+1234567890123456',
    '+1786x5550100',
    '+1786555O100',
    '+17865550100x22',
    '++17865550100',
    '12',
    '0123',
    '5550142',
    'Da',
    'A name of many letters',
    '@shop_bot',
    // Too short and too long for their country.
    '+1 305 555 011',
    '+130555501190',
    '+44 20 7946 001 8000',
  ])('does not guess what %j is', (text) => {
    expect(sms.normalise(text)).toBeUndefined()
  })

  it.each([
    ['447700900123', '+447700900123'],
    ['17865550100', '+17865550100'],
    ['+447700900123', '+447700900123'],
    ['00447700900123', '+447700900123'],
    ['39 06 1234 5678', '+390612345678'],
  ])('of a gateway is whole without a plus: %j', (text, number) => {
    expect(sms.normalise(text, 'service')).toBe(number)
  })

  it.each(['07700900123', '7865550100'])('of a gateway that leaves the country out is not guessed: %j', (text) => {
    expect(sms.normalise(text, 'service')).toBeUndefined()
  })

  it.each([
    ['(305) 555-0142', '+13055550142'],
    ['011 44 20 7946 0958', '+442079460958'],
    ['+44 (0)20 7946 0294', '+442079460294'],
  ])('that a person enters in a form may lack +1: %j', (text, number) => {
    expect(sms.normalise(text, 'person')).toBe(number)
  })

  it.each(['72345', '262966', 'ACME', 'Acme Shop', ' ACME\u200b '])(
    'may be a short code or a name, %j, which cannot be texted',
    (text) => {
      const value = sms.normalise(text) ?? ''
      expect(value).toBe(text.replace('\u200b', '').trim())
      expect(sms.whyUnreachable?.(value)).toMatch(/cannot be texted/)
      expect(sms.show(value)).toBe(value)
    },
  )

  it('is shown with spaces, and a number can be texted', () => {
    expect(sms.show('+442079460958')).toBe('+44 20 7946 0958')
    expect(sms.whyUnreachable?.('+442079460958')).toBeUndefined()
  })
})
