import { expect, it } from 'vitest'
import { readPhoneNumber } from './read-phone-number.ts'
import { recipientNumber, recipientProblem } from './recipient-problem.ts'

it.each(['+17865550100', '+1 (786) 555-0100', '0044 20 7946 0958', '17865550100', '+44 (0)20 7946 0018'])(
  'finds nothing wrong with %j, which is read as a number',
  (text) => {
    expect(recipientProblem(text)).toBeUndefined()
    expect(readPhoneNumber(text)).toMatch(/^\+\d+$/)
  },
)

it('knows what was meant by a number without the country code', () => {
  expect(recipientProblem('(786) 555-0100')).toMatchObject({ replacement: '+17865550100' })
  expect(recipientProblem('020 7946 0018')).not.toHaveProperty('replacement')
})

it.each(['Dana', 'ACME', '12345', '1', '+1', 'call me', '555-0119', '+1786x5550100', '@shop'])(
  'says that %j cannot be texted',
  (text) => {
    expect(recipientProblem(text)?.message).toMatch(/phone number|cannot be texted|country code/)
    expect(readPhoneNumber(text)).toBeUndefined()
  },
)

it.each([
  '+17865550100',
  '+1 (786) 555-0100',
  '001 786 555 0100',
  '17865550100',
  '\uff0b\uff11\uff17\uff18\uff16\uff15\uff15\uff15\uff10\uff11\uff10\uff10',
  '\u202a+17865550100\u202c',
])('has one spelling for %j', (text) => expect(recipientNumber(text)).toBe('+17865550100'))

it.each(['(786) 555-0100', 'ACME', '12345', ''])('has no number for %j', (text) =>
  expect(recipientNumber(text)).toBeUndefined(),
)
