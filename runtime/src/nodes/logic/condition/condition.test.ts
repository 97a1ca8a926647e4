import type { Json } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { holds } from './compare.ts'
import type { ConditionOperator } from './definition.ts'
import { conditionAction } from './run.ts'

describe('holds', () => {
  const truths: readonly (readonly [Json, ConditionOperator, Json])[] = [
    ['Yes', 'equals', ' yes '],
    ['Zoe\u0308', 'equals', 'ZOË'],
    [84, 'equals', '84'],
    ['84.0', 'equals', 84],
    ['12345678901234567891', 'not-equals', '12345678901234567890'],
    ['00123', 'not-equals', '123'],
    ['+17865550100', 'not-equals', '17865550100'],
    [true, 'equals', 'TRUE'],
    [null, 'equals', ''],
    [{ a: 1 }, 'equals', '{"a":1}'],
    ['1e3', 'equals', 1000],
    ['I want a refund', 'contains', 'REFUND'],
    [['red', 'Blue'], 'contains', 'blue'],
    [['redder'], 'not-contains', 'red'],
    ['abc', 'not-contains', 'x'],
    ['abc', 'not-contains', ''],
    ['STOP all', 'starts-with', 'stop'],
    ['report.PDF', 'ends-with', '.pdf'],
    ['', 'is-empty', ''],
    ['  ', 'is-empty', ''],
    [null, 'is-empty', ''],
    [[], 'is-empty', ''],
    [{}, 'is-empty', ''],
    [0, 'is-not-empty', ''],
    [false, 'is-not-empty', ''],
    ['9', 'less-than', '10'],
    ['09', 'less-than', 10],
    [10, 'greater-than', '9.5'],
    ['12345678901234567891', 'greater-than', '12345678901234567890'],
    ['2026-01-02', 'greater-than', '2026-01-01'],
    ['09:00', 'less-than', '17:30'],
    [5, 'at-least', 5],
    ['5.0', 'at-most', '5'],
    ['b', 'greater-than', 'A'],
  ]
  it.each(truths)('%j %s %j', (left, operator, right) => {
    expect(holds(left, operator, right)).toBe(true)
  })

  const falsehoods: readonly (readonly [Json, ConditionOperator, Json])[] = [
    ['', 'contains', ''],
    ['abc', 'contains', ''],
    ['abc', 'starts-with', null],
    ['abc', 'ends-with', ''],
    ['', 'greater-than', '-1'],
    [null, 'less-than', 1],
    [5, 'greater-than', null],
    ['', 'at-least', ''],
    ['10', 'less-than', '9'],
    ['x', 'is-empty', ''],
    [['ab'], 'contains', 'a'],
  ]
  it.each(falsehoods)('not: %j %s %j', (left, operator, right) => {
    expect(holds(left, operator, right)).toBe(false)
  })
})

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

  it('takes a left out right side as empty', async () => {
    const context = createStepContext()
    const tests = [{ left: null, operator: 'equals' }]
    expect((await conditionAction.run({ match: 'all', tests }, context)).exit).toBe('true')
    await context.close()
  })
})
