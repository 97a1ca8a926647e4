import { toAppError } from '@patchbay/shared/errors'
import { DirectoryError, type DirectoryFailure } from '../../kit/directory.ts'

interface InteractionProblem {
  /** For the people who look at the contact. */
  readonly sentence: string
  /** The pause that the service asked for. */
  readonly retryAfterMs?: number | undefined
  /** True for a fault of our own, which the log has to tell. */
  readonly isFault: boolean
}

/** Why a service told nothing of a contact. */
export function interactionProblem(
  thrown: unknown,
  { name, timeoutMs, isLate }: { readonly name: string; readonly timeoutMs: number; readonly isLate: boolean },
): InteractionProblem {
  if (isLate) {
    const seconds = Math.max(1, Math.round(timeoutMs / 1_000))
    const sentence = `${name} did not answer within ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`
    return { sentence, isFault: false }
  }
  if (thrown instanceof DirectoryError) {
    const { kind, message, retryAfterMs } = thrown
    return { sentence: sentenceOf(name, kind, message), retryAfterMs, isFault: false }
  }
  const { code, message } = toAppError(thrown)
  if (code === 'INTERNAL')
    return { sentence: `${name} could not be asked. The log of the server says why.`, isFault: true }
  return { sentence: `${name} could not be asked. ${message}`, isFault: false }
}

function sentenceOf(name: string, kind: DirectoryFailure, message: string): string {
  switch (kind) {
    case 'unasked':
      // It says what is in the way, and what mends that.
      return message
    case 'credentials':
      return `${name} does not take the account (401). An administrator can mend that under Accounts.`
    case 'later':
      return `${name} cannot tell now. ${message}`
    case 'refused':
      return `${name} does not answer this question. ${message}`
    case 'broken':
      return `${name} gave an answer that cannot be used. ${message}`
  }
}
