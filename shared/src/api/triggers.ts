import type { JsonObject } from '../json/json.ts'
import type { RunErrorBody, RunStatus } from './runs.ts'

/** 202 of `POST /triggers/:flowId` and of a webhook (there without `statusUrl`). */
export interface TriggerAccepted {
  readonly runId: string
  readonly statusUrl: string
}

/** `GET /triggers/:flowId/runs/:runId`, and the 200 of `Prefer: wait=N` without the error. */
export interface TriggerRunResource {
  readonly runId: string
  readonly status: RunStatus
  readonly result: JsonObject | null
  readonly error: RunErrorBody | null
  readonly finishedAt: string | null
}

/** A row of `GET /triggers`: a live flow that the credential may start. */
export interface TriggerResource {
  readonly flowId: string
  readonly name: string
  readonly url: string
  readonly expectedInputs: readonly {
    readonly name: string
    readonly required: boolean
    readonly description: string
  }[]
}
