import type { RunErrorBody } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'

/** A thrown value as a step shows it. `help` comes from the error's `extra.help`. */
export function toRunError(thrown: unknown): RunErrorBody {
  const error = toAppError(thrown)
  const help: unknown = error.extra.help
  return { code: error.code, message: error.message, ...(typeof help === 'string' ? { help } : {}) }
}
