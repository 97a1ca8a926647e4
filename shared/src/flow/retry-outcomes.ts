/**
 * Failures of an action that may be worth another try. `not-reached`: no connection. `timeout`: no reply in
 * time. `busy`: the service asked for fewer calls (429, 503). `server-error`: it had a fault (other 5xx).
 * `unreadable`: it answered with what is no data.
 */
export const retryOutcomes = ['not-reached', 'timeout', 'busy', 'server-error', 'unreadable'] as const
export type RetryOutcome = (typeof retryOutcomes)[number]
