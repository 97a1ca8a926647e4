import { expect, it } from 'vitest'
import { readPhoneNumber } from './read-phone-number.ts'
import { recipientProblem } from './recipient-problem.ts'

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
