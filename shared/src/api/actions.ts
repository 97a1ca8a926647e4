import { type Static, Type } from 'typebox'
import type { Json, JsonObject } from '../json/json.ts'
import type { RunErrorBody, StepWarning } from './runs.ts'

/** Body of `POST /api/actions/external-web-call/test`. */
export const WebCallTestSchema = Type.Object(
  {
    inputs: Type.Record(Type.String(), Type.Unknown()),
    /** Sample values for the `$variables` in the inputs. */
    variables: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    /** Lets sealed secrets of this flow be used. */
    flowId: Type.Optional(Type.String({ format: 'uuid' })),
  },
  { additionalProperties: false },
)
export type WebCallTest = Static<typeof WebCallTestSchema>

export interface WebCallTestResponse {
  /** What the step would do with this reply. */
  readonly exit: 'success' | 'failure'
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: readonly { readonly name: string; readonly value: string }[]
    readonly body: string | null
  }
  /** Null when no reply came. */
  readonly response: {
    readonly statusCode: number
    readonly statusText: string
    readonly headers: readonly { readonly name: string; readonly value: string }[]
    /** The body as text, cut after 1 MiB. */
    readonly body: string
    readonly bytes: number
    readonly format: 'json' | 'xml' | 'text' | 'empty'
    /** The tree that query expressions read; null for text. */
    readonly tree: Json
  } | null
  readonly durationMs: number
  /** Each response variable with what it extracted. */
  readonly variables: readonly {
    readonly name: string
    readonly query: string
    readonly found: boolean
    readonly value: Json
    readonly warning?: string
  }[]
  readonly outputs: JsonObject
  readonly warnings: readonly StepWarning[]
  readonly error: RunErrorBody | null
}

/** The body of `POST /api/actions/schedule/preview`. */
export const SchedulePreviewRequestSchema = Type.Object(
  {
    inputs: Type.Record(Type.String(), Type.Unknown()),
    /** IANA name. */
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
)
export type SchedulePreviewRequest = Static<typeof SchedulePreviewRequestSchema>

export interface SchedulePreview {
  /** The next times, on the clock of the zone with its offset, such as `2026-01-31T09:00:00-05:00`. */
  readonly times: readonly string[]
}
