import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { setVariablesAction } from './run.ts'

describe('Set Variables', () => {
  it('sets every variable with the type its value has, names like __proto__ included', async () => {
    const context = createStepContext()
    const variables = [
      { name: 'a', value: 'text' },
      { name: 'b', value: { x: [1] } },
      { name: '__proto__', value: 1 },
      { name: 'a', value: 'later' },
    ]
    const result = await setVariablesAction.run({ variables }, context)
    expect(result.exit).toBe('next')
    expect(Object.entries(result.variables ?? {})).toEqual([
      ['a', 'later'],
      ['b', { x: [1] }],
      ['__proto__', 1],
    ])
    await context.close()
  })
})
