import type { LiveEvent } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { createFailureAlerts, type FailureAlertsOptions } from './failure-alerts.ts'

it('a failed run is told while a caught failure of its flow is still being looked at', async () => {
  const looked: string[] = []
  const told = Promise.withResolvers<string>()
  const options = {
    instance: { url: 'https://example.com/alerts' },
    liveFlows: { get: () => undefined },
    runs: {
      // For ever: the database is slow.
      countsSince: () => new Promise(() => undefined),
      get: async (runId: string) => {
        looked.push(runId)
        return { parent: null, failedStep: null, error: null }
      },
    },
    alerts: {
      once: async ({ kind }: { kind: string }) => {
        told.resolve(kind)
        return true
      },
    },
    queue: { send: async () => undefined, wake: () => undefined },
    now: () => new Date(),
    onError: (error: unknown) => told.reject(error),
  }
  // Only what the two looks ask for.
  const alerts = createFailureAlerts(options as unknown as FailureAlertsOptions)
  const about = { flowId: 'f', version: 1, contact: null, at: '2026-01-01T00:00:00.000Z' }
  const step = {
    type: 'step',
    runId: 'caught',
    nodeId: 2,
    seq: 2,
    exit: 'failure',
    errorCode: 'TIMEOUT',
    durationMs: 1,
  }
  const events: readonly LiveEvent[] = [
    { ...step, flowId: 'f', at: about.at } as LiveEvent, // Members of a step, with those of the flow.
    { ...about, type: 'run', runId: 'caught', status: 'succeeded' },
    { ...about, type: 'run', runId: 'failed', status: 'failed' },
  ]
  for (const event of events) alerts.onEvent(event)
  expect(await told.promise).toBe('first-failure')
  expect(looked).toContain('failed')
})

it('a failure that comes while another one of its flow is looked at is looked at after it', async () => {
  const counting = Promise.withResolvers<void>()
  const counts = [
    { total: 27, failed: 13, caught: 0 },
    { total: 28, failed: 14, caught: 0 },
  ]
  const told: string[] = []
  const options = {
    instance: { url: 'https://example.com/alerts' },
    liveFlows: { get: () => ({ plan: { settings: { onEnd: { failureRatePercent: 50 } } } }) },
    runs: {
      countsSince: async () => {
        const known = counts.shift()
        await counting.promise
        return new Map([['f', known]])
      },
      get: async () => ({ parent: null, failedStep: null, error: null }),
    },
    alerts: {
      once: async ({ kind }: { kind: string }) => {
        told.push(kind)
        return true
      },
    },
    queue: { send: async () => undefined, wake: () => undefined },
    now: () => new Date(),
    onError: (error: unknown) => expect.unreachable(String(error)),
  }
  const alerts = createFailureAlerts(options as unknown as FailureAlertsOptions)
  const about = { type: 'run', flowId: 'f', version: 1, contact: null, at: '2026-01-01T00:00:00.000Z' } as const
  for (const runId of ['r13', 'r14']) alerts.onEvent({ ...about, runId, status: 'failed' })
  counting.resolve()
  await expect.poll(() => told).toEqual(['first-failure', 'failure-rate'])
})
