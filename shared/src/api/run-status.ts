// A file of its own: what the browser imports as a value must not bring the schema builder with it.

export const runStatuses = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'] as const
export type RunStatus = (typeof runStatuses)[number]

export function isFinal(status: RunStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled'
}

/** A step failed, On Failure caught it, and the run succeeded all the same. */
export function isCaught({
  status,
  failedStep,
}: {
  readonly status: RunStatus
  readonly failedStep: unknown
}): boolean {
  return status === 'succeeded' && failedStep !== null
}
