import type { LiveEvent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { HOUR_MS } from '@patchbay/shared/time'
import type { LiveFlows } from '../engine/live-flows.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { FailureAlertRepository } from '../store/repositories/failure-alert-repository.ts'
import type { RunDetail, RunRepository } from '../store/runs/run-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type AlertPayload, alertJob } from './alert-job.ts'

/** Receiver of an alert: a flow with an Inbound API trigger, a URL, or both. */
export interface AlertTarget {
  readonly flowId?: string | undefined
  readonly url?: string | undefined
}

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
/** With fewer runs a rate means little. */
const LEAST_RUNS = 20
const DEFAULT_RATE_PERCENT = 20

type AlertKind = 'first-failure' | 'failure-rate'

/**
 * Alerts the target of the flow, or else of the instance, about a first failure and about a high failure rate: once for
 * all processes. A flow that is itself the target is not alerted about its own failed runs.
 */
export function createFailureAlerts(options: FailureAlertsOptions): { onEvent(event: LiveEvent): void } {
  const { alerts, runs, liveFlows, queue, instance, now, onError } = options
  /** Flows that are being checked. Their further failures belong to the same fault. */
  const underWay = new Set<string>()
  /** Until when this process need not ask the database whether an alert is due. */
  const quietUntil = new Map<string, number>()

  async function look(flowId: string, runId: string): Promise<void> {
    const { target, ratePercent } = settingsOf(flowId)
    if (target.flowId === undefined && target.url === undefined) return
    if (target.flowId === flowId) return
    // The run that waits for it knows what to do.
    if ((await runs.get(runId)).parent?.isAwaited === true) return
    await tell('first-failure', { flowId, runId, target })
    const since = new Date(now().getTime() - WINDOW_MS)
    const counts = (await runs.countsSince(since, [flowId])).get(flowId)
    if (counts === undefined || counts.total < LEAST_RUNS) return
    if (counts.failed * 100 >= counts.total * ratePercent) await tell('failure-rate', { flowId, runId, target, counts })
  }

  function settingsOf(flowId: string): { target: AlertTarget; ratePercent: number } {
    const onEnd = liveFlows.get(flowId)?.plan.settings.onEnd
    const isOwn = onEnd?.flowId !== undefined || onEnd?.url !== undefined
    return { target: isOwn ? onEnd : instance, ratePercent: onEnd?.failureRatePercent ?? DEFAULT_RATE_PERCENT }
  }

  async function tell(kind: AlertKind, trouble: Trouble): Promise<void> {
    const { flowId, runId, target } = trouble
    const time = now()
    const isQuiet = (quietUntil.get(`${kind} ${flowId}`) ?? 0) > time.getTime()
    if (isQuiet) return
    const body = bodyOf(kind, trouble, await runs.get(runId))
    const payload: AlertPayload = { key: `${kind}.${uuidv7(time)}`, body, ...given(target) }
    const isTold = await alerts.once({ flowId, kind, now: time, quietMs: QUIET_MS }, (transaction) =>
      queue.send(alertJob, payload, { transaction }),
    )
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
      ...(counts === undefined ? {} : { runs: { total: counts.total, failed: counts.failed } }),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/runs/${run.id}` }),
    }
  }

  return {
    onEvent(event) {
      if (event.type !== 'run' || event.status !== 'failed' || event.isTest || underWay.has(event.flowId)) return
      const { flowId, runId } = event
      underWay.add(flowId)
      look(flowId, runId)
        .catch(onError)
        .finally(() => underWay.delete(flowId))
    },
  }
}

interface Trouble {
  readonly flowId: string
  readonly runId: string
  readonly target: AlertTarget
  readonly counts?: { readonly total: number; readonly failed: number }
}

function given({ flowId, url }: AlertTarget): Pick<AlertPayload, 'flowId' | 'url'> {
  return { ...(flowId === undefined ? {} : { flowId }), ...(url === undefined ? {} : { url }) }
}
