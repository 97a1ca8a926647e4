import type { AccountCheck } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'

/** One line of Test Connection or Set Webhook. */
export type CheckLine = AccountCheck['checks'][number]

/** Joins lines. The message is the first one that failed, or else `message`. */
export function accountCheck(checks: readonly CheckLine[], message: string): AccountCheck {
  const failed = checks.find(({ ok }) => !ok)
  return { ok: failed === undefined, message: failed?.text ?? message, checks }
}

/** The line of one step: what it resolves to, or the message of what it throws. */
export async function checkLine(step: () => Promise<string>): Promise<CheckLine> {
  try {
    return { ok: true, text: await step() }
  } catch (error) {
    return { ok: false, text: toAppError(error).message }
  }
}
