import { isFinal, type LiveEvent, type RunCounts } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { HOUR_MS } from '@patchbay/shared/time'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { FailureAlertRepository } from '../store/repositories/failure-alert-repository.ts'
import type { RunDetail, RunRepository } from '../store/runs/run-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type AlertPayload, alertJob } from './alert-job.ts'
import { type AlertTarget, receiversOf } from './alert-target.ts'
import type { AlertKind } from './alert-words.ts'

export interface FailureAlertsOptions {
  readonly alerts: FailureAlertRepository
  readonly runs: Pick<RunRepository, 'get' | 'countsSince'>
  readonly liveFlows: LiveFlows
  readonly queue: Pick<Queue, 'send' | 'wake'>
  /** For flows that name no target of their own. */
  readonly instance: AlertTarget
  readonly publicUrl?: string
  now(): Date
  onError(error: unknown): void
}

/**
 * Per flow and kind (first failure, failure rate), one alert within this time, so that a fault causes one alert and not
 * one per run.
 */
const QUIET_MS = HOUR_MS
const LOOK_AGAIN_MS = 300_000
/** The failure rate counts runs that started within this time, to the quarter of an hour. */
const WINDOW_MS = 1_800_000
const CAUGHT_WINDOW_MS = HOUR_MS
/** A rate that was not passed is looked at again only after this time: a flow may take On Failure all day long. */
const CAUGHT_PAUSE_MS = 10_000
/** More runs under way with a failed step than are remembered at once. */
const MOST_REMEMBERED = 10_000
/** With fewer runs a rate means little. */
const LEAST_RUNS = 20
const DEFAULT_RATE_PERCENT = 20

/**
 * Alerts the target of the flow, or else of the instance, about a first failure, about a high failure rate, and about many
 * failures that On Failure caught: once for all processes. A flow that is itself the target is not alerted about its own
 * runs.
 */
export function createFailureAlerts(options: FailureAlertsOptions): { onEvent(event: LiveEvent): void } {
  const { alerts, runs, liveFlows, queue, instance, now, onError } = options
  /**
   * Flows that are being looked at, by what for, with the last run that failed meanwhile. Many failures belong to one fault,
   * so the last of them stands for all.
   */
  const underWay = new Map<string, string | undefined>()
  /** Until when this process need not ask the database whether an alert is due. */
  const quietUntil = new Map<string, number>()
  /** Runs under way of which a step has failed. */
  const hasFailedStep = new Set<string>()

  async function look(flowId: string, runId: string): Promise<void> {
    const { target, ratePercent } = settingsOf(flowId)
    if (receiversOf(target).length === 0 || target.flowId === flowId) return
    // The run that waits for it knows what to do.
    if ((await runs.get(runId)).parent?.isAwaited === true) return
    await tell('first-failure', { flowId, runId, target })
    const since = new Date(now().getTime() - WINDOW_MS)
    const counts = (await runs.countsSince(since, [flowId])).get(flowId)
    if (counts === undefined || counts.total < LEAST_RUNS) return
    if (counts.failed * 100 >= counts.total * ratePercent) await tell('failure-rate', { flowId, runId, target, counts })
  }

  async function lookAtCaught(flowId: string, runId: string): Promise<void> {
    const { target, caughtPercent } = settingsOf(flowId)
    if (receiversOf(target).length === 0 || target.flowId === flowId || isQuiet('caught-rate', flowId)) return
    const since = new Date(now().getTime() - CAUGHT_WINDOW_MS)
    const counts = (await runs.countsSince(since, [flowId])).get(flowId)
    if (counts === undefined || counts.total < LEAST_RUNS) return
    if (counts.caught * 100 < counts.total * caughtPercent) {
      quietUntil.set(`caught-rate ${flowId}`, now().getTime() + CAUGHT_PAUSE_MS)
      return
    }
    await tell('caught-rate', { flowId, runId, target, counts })
  }

  function settingsOf(flowId: string): { target: AlertTarget; ratePercent: number; caughtPercent: number } {
    const onEnd = liveFlows.get(flowId)?.plan.settings.onEnd ?? {}
    return {
      target: receiversOf(onEnd).length > 0 ? onEnd : instance,
      ratePercent: onEnd.failureRatePercent ?? DEFAULT_RATE_PERCENT,
      caughtPercent: onEnd.caughtRatePercent ?? DEFAULT_RATE_PERCENT,
    }
  }

  function isQuiet(kind: AlertKind, flowId: string): boolean {
    return (quietUntil.get(`${kind} ${flowId}`) ?? 0) > now().getTime()
  }

  async function tell(kind: AlertKind, trouble: Trouble): Promise<void> {
    const { flowId, runId, target } = trouble
    const time = now()
    if (isQuiet(kind, flowId)) return
    const body = bodyOf(kind, trouble, await runs.get(runId))
    const isTold = await alerts.once({ flowId, kind, now: time, quietMs: QUIET_MS }, async (transaction) => {
      for (const receiver of receiversOf(target)) {
        const payload: AlertPayload = { key: `${kind}.${uuidv7(time)}`, body, ...receiver }
        await queue.send(alertJob, payload, { transaction })
      }
    })
    // Another process may have sent the alert up to an hour ago, so this process asks again sooner.
    quietUntil.set(`${kind} ${flowId}`, time.getTime() + (isTold ? QUIET_MS : LOOK_AGAIN_MS))
    if (isTold) queue.wake(alertJob)
  }

  function bodyOf(kind: AlertKind, { counts }: Trouble, run: RunDetail): JsonObject {
    const { publicUrl } = options
    const failedStep = run.failedStep === null ? null : { ...run.failedStep }
    return {
      event: kind,
      at: now().toISOString(),
      flowId: run.flowId,
      flowName: run.flowName,
      version: run.version,
      runId: run.id,
      contact: run.contact,
      error: run.error === null ? null : { ...run.error },
      failedStep,
      ...(counts === undefined ? {} : { runs: { ...counts } }),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/runs/${run.id}` }),
    }
  }

  /** Another process may end the run and not know of the step: an alert less for that one run. */
  function noteStep({ runId, errorCode }: Extract<LiveEvent, { readonly type: 'step' }>): void {
    if (errorCode === null) return
    if (hasFailedStep.size >= MOST_REMEMBERED) hasFailedStep.clear()
    hasFailedStep.add(runId)
  }

  /** One look at a time for a flow and a sort of failure. */
  function beginLook({ flowId, runId, isCaught }: Failure): void {
    const looked = `${isCaught ? 'caught' : 'failed'} ${flowId}`
    if (underWay.has(looked)) {
      underWay.set(looked, runId)
      return
    }
    underWay.set(looked, undefined)
    const looking = isCaught ? lookAtCaught(flowId, runId) : look(flowId, runId)
    looking.catch(onError).finally(() => {
      const later = underWay.get(looked)
      underWay.delete(looked)
      if (later !== undefined) beginLook({ flowId, runId: later, isCaught })
    })
  }

  return {
    onEvent(event) {
      if (event.type === 'step') noteStep(event)
      if (event.type !== 'run' || !isFinal(event.status)) return
      const { flowId, runId, status } = event
      const hadFailure = hasFailedStep.delete(runId)
      const isCaught = status === 'succeeded' && hadFailure
      if (!event.isTest && (status === 'failed' || isCaught)) beginLook({ flowId, runId, isCaught })
    },
  }
}

interface Failure {
  readonly flowId: string
  readonly runId: string
  /** By On Failure: the run has succeeded. */
  readonly isCaught: boolean
}

interface Trouble {
  readonly flowId: string
  readonly runId: string
  readonly target: AlertTarget
  readonly counts?: RunCounts
}
