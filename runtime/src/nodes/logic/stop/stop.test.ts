import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { stopAction } from './run.ts'

async function run(inputs: object) {
  const context = createStepContext()
  const result = await stopAction.run(inputs, context)
  await context.close()
  return result
}

it('ends as succeeded with its message as output', async () => {
  expect(await run({ outcome: 'succeeded', message: 'Booked' })).toEqual({
    exit: 'stopped',
    outputs: { message: 'Booked' },
  })
})

it('ends as failed with its message as error', async () => {
  const result = await run({ outcome: 'failed', message: 'No free table' })
  expect(result).toMatchObject({ exit: 'failure', error: { code: 'STOPPED', message: 'No free table' } })
})

it('names itself where there is no message, or one too long for a list', async () => {
  expect(await run({ outcome: 'failed' })).toHaveProperty('error.message', '#2 Forecast ended the run.')
  const long = await run({ outcome: 'failed', message: 'x'.repeat(2_001) })
  expect(long).toHaveProperty('error.message', expect.stringMatching(/^#2 Forecast ended the run/))
  expect(long).toHaveProperty('outputs.message.length', 2_001)
})
