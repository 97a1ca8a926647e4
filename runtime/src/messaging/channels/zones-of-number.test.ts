import { expect, it } from 'vitest'
import { zonesOfNumber } from './zones-of-number.ts'

it('knows every zone of the country of a number', () => {
  expect(zonesOfNumber('+13055550119')).toEqual(expect.arrayContaining(['America/New_York', 'Pacific/Honolulu']))
  expect(zonesOfNumber('+18765550119')).toEqual(['America/Jamaica'])
  expect(zonesOfNumber('+33612345678')).toEqual(['Europe/Paris'])
})

it('knows the zones of all countries that share the numbers', () => {
  expect(zonesOfNumber('+447700900001')).toEqual(expect.arrayContaining(['Europe/London', 'Europe/Jersey']))
})

it('knows no zone of a short code or a name', () => {
  expect(zonesOfNumber('12345')).toEqual([])
  expect(zonesOfNumber('Acme')).toEqual([])
})
