import type { Json, JsonObject } from '@patchbay/shared/json'
import { jsonSize, MAX_STEP_CHARACTERS } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { DAY_MS } from '@patchbay/shared/time'
import type { ChildOutcome } from '../../../kit/child-runs.ts'
import { defineAction, type StepContext, type StepResult, type StepWait } from '../../../kit/node.ts'
import { listOf } from '../../list-of.ts'
import { forEach } from './definition.ts'

/** Items that are stored at a time. Those of a long list come batch by batch, so that few of them are open. */
const BATCH = 100
/** How long a batch may take. */
const MOST_MS = 90 * DAY_MS
/** Failures that are told in full. */
const MOST_TOLD = 20

type Inputs = InputsOf<typeof forEach>

export const forEachAction = defineAction(forEach, {
  async run(inputs, context) {
    const list = listOf(inputs.list)
    if (list === undefined)
      return failure('INVALID_VALUE', 'The value is not a list.', 'Choose a variable that holds one.')
    if (list.length > inputs.most) {
      const message = `The list has ${list.length} items, and at most ${inputs.most} are allowed.`
      return failure('INVALID_VALUE', message, 'Raise "At most", or take a shorter list.')
    }
    return list.length === 0 ? finish(inputs, context, list) : await startFrom(0, list, inputs, context)
  },
  async resume(inputs, context, { reason, state }) {
    const list = listOf(inputs.list) ?? []
    if (reason === 'due') return failure('TIMEOUT', 'The items took too long.', 'Raise Deadline, or take fewer items.')
    const started = Number(state.started)
    if (started >= list.length) return finish(inputs, context, list)
    const stops = inputs.whenItemFails === 'stop' && (await hasFailed(context, started - BATCH))
    if (stops) return finish(inputs, context, list)
    return startFrom(started, list, inputs, context)
  },
  handsBack: ({ gather = '' }): JsonObject => (gather === '' ? {} : { value: gather }),
})

async function startFrom(
  first: number,
  list: readonly Json[],
  { atOnce, whenItemFails }: Inputs,
  { children, services }: StepContext,
): Promise<StepWait> {
  const items = list.slice(first, first + BATCH)
  const outputs = items.map((item, index) => ({ item, number: first + index + 1, count: list.length }))
  await children.startItems({ exit: 'item', first, outputs })
  return {
    wait: {
      for: 'run',
      until: new Date(services.now().getTime() + MOST_MS),
      state: { started: first + items.length },
      turns: { atOnce, stopsOnFailure: whenItemFails === 'stop' },
    },
  }
}

/** Whether one of the last batch has failed. Those before it have not, or it would not have begun. */
async function hasFailed({ children }: StepContext, from: number): Promise<boolean> {
  for await (const { status } of children.outcomes(from)) if (status !== 'succeeded') return true
  return false
}

/** Exit Done with what the items have left, or On Failure when one of them had to succeed. */
async function finish(inputs: Inputs, { children }: StepContext, list: readonly Json[]): Promise<StepResult> {
  const results: Json[] = []
  const failed: ChildOutcome[] = []
  let room = MAX_STEP_CHARACTERS
  let failures = 0
  if (list.length > 0) {
    for await (const outcome of children.outcomes()) {
      if (outcome.status !== 'succeeded') failures += 1
      if (outcome.status === 'failed' && failed.length < MOST_TOLD) failed.push(outcome)
      if (isEmpty(inputs.gather)) continue
      const value = outcome.result?.value ?? null
      room -= jsonSize(value, room)
      if (room < 0) {
        return failure('VALUE_TOO_LARGE', 'The gathered values are too large.', 'Gather a smaller value of each item.')
      }
      results[outcome.item] = value
    }
  }
  const outputs = {
    count: list.length,
    succeeded: list.length - failures,
    failed: failures,
    results: Array.from(results, (value) => value ?? null),
    failures: failed.map(({ item, error }) => ({
      number: item + 1,
      code: error?.code ?? '',
      message: error?.message ?? '',
    })),
  }
  if (failures === 0 || inputs.whenItemFails === 'go-on') return { exit: 'done', outputs }
  const [first] = failed
  const told = first?.error ?? { code: 'CANCELLED', message: 'An item was cancelled.' }
  const at = first === undefined ? '' : `Item ${first.item + 1}: `
  return { exit: 'failure', outputs, error: { code: told.code, message: `${at}${told.message}` } }
}

/** Reading the inputs of the visit, `gather` is still the text that the author wrote. */
function isEmpty(gather: string | undefined): boolean {
  return gather === undefined || gather.trim() === ''
}

function failure(code: string, message: string, help: string): StepResult {
  return { exit: 'failure', error: { code, message, help } }
}
