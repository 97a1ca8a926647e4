import type { LiveEvent, SampleRequest } from '@patchbay/shared/api'
import { type Json, parseJson, stringifyJson } from '@patchbay/shared/json'

/** Signals between the nodes on one database. Any of them may be lost: the same can be read from the database. */
export type Signal =
  /** The sending node is alive and has these tasks. Sent every few seconds. */
  | { readonly kind: 'here'; readonly watching: boolean; readonly worker: boolean }
  | { readonly kind: 'gone' }
  /** An event for people who watch the flow or run. */
  | { readonly kind: 'event'; readonly event: LiveEvent }
  /** These runs have ended, begun to wait or answered their callers. */
  | { readonly kind: 'settled'; readonly runIds: readonly string[] }
  /** The part of this flow that serves arriving events has changed. */
  | { readonly kind: 'flow'; readonly flowId: string }
  /** Node types have changed. */
  | { readonly kind: 'catalog' }
  /** Accounts, or the accounts that addresses belong to, have changed. */
  | { readonly kind: 'accounts' }
  /** Users, their roles or tokens have changed. */
  | { readonly kind: 'access' }
  /** Cancelling this run was requested, and another node executes it. */
  | { readonly kind: 'cancel'; readonly runId: string }
  /** Stored runs have no owner. */
  | { readonly kind: 'work' }
  /** A request to this trigger is waited for; `sample` is the one that came. Sent again every few seconds. */
  | {
      readonly kind: 'listening'
      readonly flowId: string
      readonly nodeId: number
      readonly path: string | null
      readonly until: string
      readonly sample: SampleRequest | null
    }
  /** Signals were left out: read the state from the database. */
  | { readonly kind: 'missed' }

/** Postgres accepts less than 8,000 bytes per notification. */
export const MAX_PAYLOAD_BYTES = 7_900

export interface Envelope {
  readonly from: string
  readonly signals: readonly Signal[]
}

/** Packs the signals into as few payloads as the limit allows. A signal that is too large alone becomes `missed`. */
export function toPayloads(from: string, signals: readonly Signal[]): string[] {
  const head = `{"from":${JSON.stringify(from)},"signals":[`
  const payloads: string[] = []
  let texts: string[] = []
  let bytes = 0
  const close = () => {
    if (texts.length > 0) payloads.push(`${head}${texts.join(',')}]}`)
    texts = []
    bytes = head.length + 2
  }
  close()
  for (const signal of signals) {
    const text = fitting(signal, MAX_PAYLOAD_BYTES - head.length - 3)
    const size = Buffer.byteLength(text) + 1
    if (bytes + size > MAX_PAYLOAD_BYTES) close()
    texts.push(text)
    bytes += size
  }
  close()
  return payloads
}

function fitting(signal: Signal, most: number): string {
  // A sample may hold integers beyond 2^53. A signal is plain data, and so is each of its values.
  const text = stringifyJson(signal as unknown as Json)
  return Buffer.byteLength(text) <= most ? text : JSON.stringify({ kind: 'missed' } satisfies Signal)
}

/** Returns undefined for text that is no envelope. The receiver ignores kinds that this version does not know. */
export function readPayload(payload: string): Envelope | undefined {
  try {
    const envelope: unknown = parseJson(payload)
    if (typeof envelope !== 'object' || envelope === null) return undefined
    if (!('from' in envelope) || typeof envelope.from !== 'string') return undefined
    if (!('signals' in envelope) || !Array.isArray(envelope.signals)) return undefined
    // Written by `toPayloads` in a node that has access to the same database.
    return envelope as Envelope
  } catch {
    return undefined
  }
}
