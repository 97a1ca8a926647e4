import type { RunErrorBody } from '@patchbay/shared/api'
import type { StepResult } from './node.ts'

/** A step that leaves On Failure, with the code as its output `error`. */
export function failedStep(error: RunErrorBody): StepResult {
  return { exit: 'failure', outputs: { error: error.code }, error }
}
