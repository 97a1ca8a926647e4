import { describe, expect, it } from 'vitest'
import { parseCron } from './cron.ts'

describe('a cron expression', () => {
  it('takes Sunday as 0 and 7, names in any case and a start with a step', () => {
    const parsed = parseCron(' 5/20  0 * JAN,Mar-apr 7 ')
    if ('problem' in parsed) throw new Error(parsed.problem)
    const { minutes, months, weekdays, bothDays } = parsed.cron
    expect([[...minutes], [...months], [...weekdays], bothDays]).toEqual([[5, 25, 45], [1, 3, 4], [0], true])
  })

  it.each([
    ['0 9 * *', /five fields/i],
    ['0 9 * * * *', /five fields/i],
    ['60 9 * * *', /"60" is no minute; it goes from 0 to 59/],
    ['0 24 * * *', /"24" is no hour/],
    ['0 9 0 * *', /"0" is no day of the month/],
    ['0 9 * 13 *', /"13" is no month/],
    ['0 9 * * 8', /"8" is no day of the week/],
    ['0 9 * * foo', /"foo" is no day of the week/],
    ['*/0 9 * * *', /holds no minute/],
    ['30-10 9 * * *', /holds no minute/],
    ['0 9, * * *', /"" cannot be read as hour/],
    ['0 9 L * *', /"L" is no day of the month/],
  ])('%s is refused with a reason', (expression, reason) => {
    const parsed = parseCron(expression)
    expect('problem' in parsed ? parsed.problem : '').toMatch(reason)
  })
})
