import type { InputsOf } from '@patchbay/shared/nodes'
import { defineAction, type StepContext, type StepResult, type StepWait } from '../../../kit/node.ts'
import { wait } from './definition.ts'
import { endOfDuration, momentOf } from './end-of-wait.ts'

export const waitAction = defineAction(wait, {
  async run(inputs, context): Promise<StepResult | StepWait> {
    const until = endOf(inputs, context)
    const state = { until: until.toISOString() }
    if (until > context.services.now()) return { wait: { until, for: 'time', state } }
    const message = `${until.toISOString()} had passed already.`
    const warnings = inputs.kind === 'until' ? [{ code: 'TIME_PASSED', message }] : []
    return { exit: 'next', outputs: state, warnings }
  },
  resume: async (_inputs, _context, { state }) => ({ exit: 'next', outputs: state }),
})

function endOf(inputs: InputsOf<typeof wait>, { services, timeZone }: StepContext): Date {
  const now = services.now()
  if (inputs.kind === 'until') return momentOf(inputs.until ?? '', now, timeZone)
  return endOfDuration(inputs.amount ?? '', inputs.unit ?? 'minutes', now, timeZone)
}
