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
    ['0 9 * *', /five fields are needed.*; there are 4\.$/i],
    ['0 9 * * * *', /five fields are needed.*; there are 6\.$/i],
    ['@daily', /five fields are needed.*; there is 1\.$/i],
    ['', /five fields are needed.*; there are 0\.$/i],
    ['0 9 ? * MON', /^Write \* for any day of the month; "\?" cannot be read\.$/],
    ['60 9 * * *', /"60" is no minute; it goes from 0 to 59/],
    ['0 24 * * *', /"24" is no hour/],
    ['0 9 0 * *', /"0" is no day of the month/],
    ['0 9 * 13 *', /"13" is no month/],
    ['0 9 * * 8', /"8" is no day of the week/],
    ['0 9 * * foo', /"foo" is no day of the week/],
    ['*/0 9 * * *', /the step in "\*\/0" must be 1 or more/i],
    ['30-10 9 * * *', /"30-10" ends before it begins; write 30-59,0-10 instead/],
    ['0 9 * * fri-sun', /"fri-sun" ends before it begins; write fri-7,0-sun instead/],
    ['0 9 * * fri-sun/2', /"fri-sun\/2" ends before it begins; write fri-7\/2,0-sun\/2 instead/],
    ['0 9, * * *', /"" cannot be read as hour; write a number, a range such as 1-5, a step such as \*\/10/],
    ['0 9 L * *', /"L" is no day of the month/],
    ['0 9 15W * *', /"15W" is no day of the month/],
    ['0 9 * * mon#2', /"mon#2" cannot be read as day of the week/],
  ])('%s is refused with a reason', (expression, reason) => {
    const parsed = parseCron(expression)
    expect('problem' in parsed ? parsed.problem : '').toMatch(reason)
  })
})
