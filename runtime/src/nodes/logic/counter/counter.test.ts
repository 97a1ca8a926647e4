import type { JsonObject } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { counterAction } from './run.ts'

/** What the Counter #2 sets when the run has these variables. */
async function count(inputs: object, variables: JsonObject = {}) {
  const context = createStepContext({ variables })
  try {
    return (await counterAction.run({ direction: 'increment', ...inputs }, context)).variables
  } finally {
    await context.close()
  }
}

describe('Counter', () => {
  it('begins one step from its initial value, and goes on from the count of the run', async () => {
    expect(await count({})).toEqual({ COUNTER_2: 1 })
    expect(await count({}, { COUNTER_2: 1 })).toEqual({ COUNTER_2: 2 })
    expect(await count({ initial: '10', direction: 'decrement', by: '3' })).toEqual({ COUNTER_2: 7 })
    expect(await count({ initial: '10', direction: 'decrement' }, { COUNTER_2: 0 })).toEqual({ COUNTER_2: -1 })
  })

  it('counts in a variable of a name, which other actions may have set as text', async () => {
    expect(await count({ name: ' tries ' }, { tries: '2' })).toEqual({ tries: 3 })
    expect(await count({ name: 'tries', initial: 5 }, { tries: null })).toEqual({ tries: 6 })
    expect(await count({ name: 'tries', initial: 5 }, { tries: ' ' })).toEqual({ tries: 6 })
  })

  it('keeps all digits', async () => {
    expect(await count({ initial: '0.1', by: '0.2' })).toEqual({ COUNTER_2: 0.3 })
    expect(await count({ initial: '12345678901234567890' })).toEqual({ COUNTER_2: 12345678901234567891n })
  })

  it.each([
    [{ by: 'two' }, {}, 'By is not a number: "two".'],
    [{ by: '' }, {}, 'By is empty.'],
    [{ initial: 'none' }, {}, 'Initial Value is not a number: "none".'],
    [{ name: 'tries' }, { tries: 'many' }, '$tries is not a number: "many".'],
    [{ name: 'tries' }, { tries: [1] }, '$tries is not a number: "[1]".'],
  ])('does not guess: %j in a run with %j', async (inputs, variables, message) => {
    await expect(count(inputs, variables)).rejects.toThrow(message)
  })
})
