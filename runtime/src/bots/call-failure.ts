import type { RunErrorBody } from '@patchbay/shared/api'
import { adviceOfFailure, type Failure } from '../kit/failure-advice.ts'
import type { StepContext } from '../kit/node.ts'
import { toRunError } from '../kit/run-error.ts'

/**
 * Why a call of a bot ended without a status. After it nobody knows whether the bot has the text, unless nothing was sent.
 */
export function callFailure(
  thrown: unknown,
  seconds: number,
  { nodeId, nodeName }: Pick<StepContext, 'nodeId' | 'nodeName'>,
): Failure {
  const error = toRunError(thrown)
  if (error.code === 'TIMEOUT') return { error: timedOut(seconds, `#${nodeId} ${nodeName}`) }
  const retryAdvice = adviceOfFailure(thrown)
  return retryAdvice === undefined ? { error } : { error, retryAdvice }
}

function timedOut(seconds: number, label: string): RunErrorBody {
  return {
    code: 'TIMEOUT',
    message: `The bot did not answer in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    help: `Raise Timeout in ${label} if the bot takes long. The text is not said again: the bot may have it.`,
  }
}
