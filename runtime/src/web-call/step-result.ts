import type { JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import { objectOf } from '../kit/values.ts'
import type { CallReport } from './call-service.ts'

/** What a call means for the step of the node that made it: its exit, the response variables, the advice on a failure. */
export function stepResultOf(
  { error, warnings, extracted, retryAdvice }: CallReport,
  { nodeId, outputs }: { readonly nodeId: number; readonly outputs: JsonObject },
): StepResult {
  if (error === null) {
    const values = extracted.map(({ name, value }) => [name, value] as const)
    return { exit: 'success', outputs, variables: objectOf(values), warnings }
  }
  return {
    exit: 'failure',
    outputs,
    warnings,
    error: { ...error, nodeId },
    ...(retryAdvice === undefined ? {} : { retryAdvice }),
  }
}
