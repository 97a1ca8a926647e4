import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { conditionAction } from './run.ts'

describe('Condition', () => {
  const isTrue = { left: 'a', operator: 'equals', right: 'a' }
  const isFalse = { left: 'a', operator: 'equals', right: 'b' }

  it.each([
    ['all', [isTrue, isTrue], 'true'],
    ['all', [isTrue, isFalse], 'false'],
    ['any', [isFalse, isTrue], 'true'],
    ['any', [isFalse, isFalse], 'false'],
  ])('matching %s of %j goes on by %s', async (match, tests, exit) => {
    const context = createStepContext()
    expect(await conditionAction.run({ match, tests }, context)).toEqual({ exit, outputs: { result: exit === 'true' } })
    await context.close()
  })

  it.each([
    ['all', [isTrue], 'any', [isFalse, isTrue], 'true'],
    ['all', [isTrue], 'all', [isFalse, isTrue], 'false'],
    ['all', [], 'all', [isTrue], 'true'],
    ['any', [isFalse], 'all', [isTrue, isTrue], 'true'],
    ['any', [isFalse], 'any', [isFalse], 'false'],
  ])('matching %s of %j and of a group that matches %s of %j goes on by %s', async (match, tests, inner, own, exit) => {
    const context = createStepContext()
    const result = await conditionAction.run({ match, tests, groups: [{ match: inner, tests: own }] }, context)
    expect(result.exit).toBe(exit)
    await context.close()
  })

  it('tells upper from lower case where it is asked to', async () => {
    const context = createStepContext()
    const tests = [{ left: 'YES', operator: 'equals', right: 'yes' }]
    expect((await conditionAction.run({ match: 'all', tests, ignoreCase: true }, context)).exit).toBe('true')
    expect((await conditionAction.run({ match: 'all', tests, ignoreCase: false }, context)).exit).toBe('false')
    await context.close()
  })

  it('warns where a number is compared with a text that is none', async () => {
    const context = createStepContext()
    const tests = [{ left: '14 mph', operator: 'greater-than', right: '9' }]
    const message = '"14 mph" is not a number, so it was not compared with 9.'
    expect(await conditionAction.run({ match: 'all', tests }, context)).toEqual({
      exit: 'false',
      outputs: { result: false },
      warnings: [{ code: 'NOT_COMPARABLE', message }],
    })
    await context.close()
  })

  it('shows a value in a warning whole or not at all, so that a secret in it stays hidden', async () => {
    const context = createStepContext()
    const tests = [{ left: `Bearer ${'s'.repeat(80)}`, operator: 'greater-than', right: '9' }]
    const { warnings = [] } = await conditionAction.run({ match: 'any', tests }, context)
    expect(warnings[0]?.message).toBe('A text of 87 characters is not a number, so it was not compared with 9.')
    await context.close()
  })

  it('warns where a date is compared with a text that is none', async () => {
    const context = createStepContext()
    const tests = [{ left: 'soon', operator: 'before', right: '2026-02-01' }]
    const { warnings = [] } = await conditionAction.run({ match: 'any', tests }, context)
    expect(warnings).toEqual([{ code: 'NOT_COMPARABLE', message: expect.stringContaining('"soon" is not a date') }])
    await context.close()
  })

  it('takes a left out right side as empty', async () => {
    const context = createStepContext()
    const tests = [{ left: null, operator: 'equals' }]
    expect((await conditionAction.run({ match: 'all', tests }, context)).exit).toBe('true')
    await context.close()
  })
})
