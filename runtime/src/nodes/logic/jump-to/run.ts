import { toAppError } from '@patchbay/shared/errors'
import type { InputsOf } from '@patchbay/shared/nodes'
import { DAY_MS } from '@patchbay/shared/time'
import type { Jump } from '../../../kit/child-runs.ts'
import { defineAction, type StepContext, type StepResult, type StepWait } from '../../../kit/node.ts'
import { toRunError } from '../../../kit/run-error.ts'
import { fieldOf, objectOf } from '../../../kit/values.ts'
import { jumpTo, THIS_FLOW } from './definition.ts'

/** How long the other run may take. */
const MOST_MS = 90 * DAY_MS

type Inputs = InputsOf<typeof jumpTo>

export const jumpToAction = defineAction(jumpTo, {
  async run(inputs, { children, services }): Promise<StepResult | StepWait> {
    try {
      const { runId } = await children.jump(jumpOf(inputs))
      if (!inputs.wait) return { exit: 'next', outputs: { runId } }
      const until = new Date(services.now().getTime() + MOST_MS)
      return { wait: { for: 'run', until, state: { runId }, turns: { atOnce: 1, stopsOnFailure: false } } }
    } catch (error) {
      if (toAppError(error).code === 'INTERNAL') throw error
      return { exit: 'failure', error: toRunError(error) }
    }
  },
  async resume(inputs, context, { reason, state }) {
    const outputs = { runId: String(state.runId) }
    if (reason === 'due') {
      const error = {
        code: 'TIMEOUT',
        message: 'The other run took too long.',
        help: 'Raise Deadline, or do not wait.',
      }
      return { exit: 'failure', outputs, error }
    }
    return await resultOf(inputs, context, outputs)
  },
})

function jumpOf({ flow, number, values, wait }: Inputs): Jump {
  return {
    ...(flow === THIS_FLOW ? {} : { flowId: flow }),
    ...(number === undefined ? {} : { nodeId: number }),
    values: objectOf(values.map(({ name, value }) => [name, value])),
    isAwaited: wait,
  }
}

async function resultOf(
  { returned }: Inputs,
  { children }: StepContext,
  outputs: { readonly runId: string },
): Promise<StepResult> {
  for await (const { status, result, error } of children.outcomes()) {
    if (status !== 'succeeded') {
      const { code, message } = error ?? { code: 'CANCELLED', message: 'It was cancelled.' }
      return { exit: 'failure', outputs, error: { code, message: `The other run did not succeed: ${message}` } }
    }
    const values = result ?? {}
    const variables = objectOf(returned.map(({ name }) => [name, fieldOf(values, name) ?? null]))
    return { exit: 'next', outputs: { ...outputs, values }, variables }
  }
  return { exit: 'failure', outputs, error: { code: 'RUN_NOT_FOUND', message: 'The other run is gone.' } }
}
