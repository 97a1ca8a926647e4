import { AppError } from '@patchbay/shared/errors'
import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { ChildRuns, Jump } from '../../../kit/child-runs.ts'
import { jumpToAction } from './run.ts'

const inputs = { flow: 'this', values: [{ name: 'word', value: 'hi' }], wait: true, returned: [{ name: 'loud' }] }

function contextWith(jump: ChildRuns['jump'], result: { readonly loud?: string } = {}) {
  return createStepContext({
    children: {
      startItems: () => Promise.reject(new Error('It has no items.')),
      jump,
      async *outcomes() {
        yield { runId: 'r', item: 0, status: 'succeeded', result, error: null } as const
      },
    },
  })
}

it('Jump To passes its values and waits, or goes on at once', async () => {
  const asked: Jump[] = []
  const context = contextWith(async (jump) => {
    asked.push(jump)
    return { runId: 'r' }
  })
  expect(await jumpToAction.run(inputs, context)).toMatchObject({ wait: { for: 'run', state: { runId: 'r' } } })
  expect(await jumpToAction.run({ ...inputs, flow: 'f', number: 7, wait: false }, context)).toEqual({
    exit: 'next',
    outputs: { runId: 'r' },
  })
  expect(asked).toEqual([
    { values: { word: 'hi' }, isAwaited: true },
    { flowId: 'f', nodeId: 7, values: { word: 'hi' }, isAwaited: false },
  ])
  await context.close()
})

it('Jump To sets the variables that are handed back, and empties those that are not', async () => {
  const inputsOfTwo = { ...inputs, returned: [{ name: 'loud' }, { name: 'other' }] }
  const context = contextWith(async () => ({ runId: 'r' }), { loud: 'HI' })
  const woken = { reason: 'event', event: {}, state: { runId: 'r' } } as const
  expect(await jumpToAction.resume?.(inputsOfTwo, context, woken)).toEqual({
    exit: 'next',
    outputs: { runId: 'r', values: { loud: 'HI' } },
    variables: { loud: 'HI', other: null },
  })
  await context.close()
})

it('Jump To takes On Failure when there is nothing to jump to', async () => {
  const context = contextWith(() => Promise.reject(new AppError('FLOW_NOT_LIVE', 'The flow is paused.')))
  expect(await jumpToAction.run(inputs, context)).toMatchObject({ exit: 'failure', error: { code: 'FLOW_NOT_LIVE' } })
  await context.close()
})
