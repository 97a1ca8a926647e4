import type { IntegrationManifest } from '@patchbay/shared/api'
import type { BridgeAnswer, BridgeCallKind } from '@patchbay/shared/bridges'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { Answer, BridgeCaller, CallBody } from './call-bridge.ts'
import type { Report } from './report.ts'

/** What a check of one exchange works with. */
export interface CheckScene {
  readonly manifest: IntegrationManifest
  readonly caller: BridgeCaller
  readonly report: Report
  /** What people enter. */
  readonly auth: JsonObject
  /** The same with a wrong secret. Undefined for an integration without sign-in. */
  readonly wrongAuth: JsonObject | undefined
  /** So many pages are read before a synchronization counts as endless. */
  readonly mostPages: number
  /** The address of an endpoint at the bridge under check. */
  at(endpoint: string): string
}

/** One endpoint, and how sentences name it. */
export interface Exchange {
  readonly kind: BridgeCallKind
  readonly exchange: string
  readonly url: string
}

/** Calls an endpoint that must do what it is asked. Returns its body; what is wrong is in the report. */
export async function callWell(
  { caller, report }: CheckScene,
  exchange: Exchange,
  body: CallBody,
): Promise<{ readonly body: Json | undefined } | undefined> {
  const answer = await caller.call(exchange.kind, exchange, body)
  if (answer === undefined) return undefined
  const { verdict } = answer
  if (verdict.kind === 'good') return { body: verdict.body }
  report.fault(exchange.exchange, `${verdict.sentence}${wordsOf(answer)}`)
  return undefined
}

/** Reads a body, and reports what is wrong with it. */
export function readWell<Value>(
  { report }: CheckScene,
  { exchange }: Exchange,
  { value, faults }: BridgeAnswer<Value>,
): Value | undefined {
  for (const { path, message } of faults) report.fault(exchange, path === '' ? message : `${path}: ${message}`)
  return value
}

/** Wrong credentials must be answered with 401 at every endpoint, because each call carries them. */
export async function refusesWrongCredentials(
  { caller, report, wrongAuth }: CheckScene,
  exchange: Exchange,
  body: Omit<CallBody, 'auth'>,
): Promise<void> {
  if (wrongAuth === undefined) return
  const answer = await caller.call(exchange.kind, exchange, { auth: wrongAuth, ...body })
  if (answer === undefined || answer.status === 401) return
  const { status } = answer
  const done = status >= 200 && status < 300
  report.fault(
    exchange.exchange,
    done
      ? `It took wrong credentials (${status}). Check "auth" in every call, and answer 401.`
      : `It answered wrong credentials with ${status}. Only 401 says that they are wrong.`,
  )
}

/** The bridge's own words, for a sentence about its answer. */
function wordsOf({ text }: Answer): string {
  const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 120)
  return words === '' ? '' : ` It said: ${words}`
}
