import type { LiveEvent } from '@patchbay/shared/api'

/** What nodes on one database tell each other. Every signal may be lost: what it says can also be read. */
export type Signal =
  /** I am here, with what I do; sent every few seconds. */
  | { readonly kind: 'here'; readonly watching: boolean; readonly worker: boolean }
  | { readonly kind: 'gone' }
  /** Something happened that people who look at it want to see. */
  | { readonly kind: 'event'; readonly event: LiveEvent }
  /** These runs have ended or begun to wait. */
  | { readonly kind: 'settled'; readonly runIds: readonly string[] }
  /** What of this flow serves arriving events has changed. */
  | { readonly kind: 'flow'; readonly flowId: string }
  /** Node types have changed. */
  | { readonly kind: 'catalog' }
  /** Somebody wants this run cancelled that another node works on. */
  | { readonly kind: 'cancel'; readonly runId: string }
  /** Runs are stored that nobody works on. */
  | { readonly kind: 'work' }
  /** Signals were left out: read what you need to know. */
  | { readonly kind: 'missed' }

/** Postgres takes less than 8,000 bytes per notification. */
export const MAX_PAYLOAD_BYTES = 7_900

export interface Envelope {
  readonly from: string
  readonly signals: readonly Signal[]
}

/** The signals in as few payloads as the limit allows. One that is too large alone becomes `missed`. */
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
  const text = JSON.stringify(signal)
  return Buffer.byteLength(text) <= most ? text : JSON.stringify({ kind: 'missed' } satisfies Signal)
}

/** Undefined for what is no envelope; kinds that this version does not know are left out by the receiver. */
export function readPayload(payload: string): Envelope | undefined {
  try {
    const envelope: unknown = JSON.parse(payload)
    if (typeof envelope !== 'object' || envelope === null) return undefined
    if (!('from' in envelope) || typeof envelope.from !== 'string') return undefined
    if (!('signals' in envelope) || !Array.isArray(envelope.signals)) return undefined
    // Written by `toPayloads` of a node that has access to the same database.
    return envelope as Envelope
  } catch {
    return undefined
  }
}
