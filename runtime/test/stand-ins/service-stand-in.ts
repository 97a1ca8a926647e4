import type { Address } from '@patchbay/shared/api'
import type { Reply } from '../helpers/stand-in.ts'

/**
 * What a service does instead of taking a message. Every stand-in has a script for each, or says why its service
 * cannot do that.
 *
 * | Fault | The service |
 * |---|---|
 * | `refuses` | says in its own words why it does not take this message |
 * | `is busy` | answers 429 with Retry-After |
 * | `fails` | answers 5xx |
 * | `is silent` | does not answer |
 * | `is slow` | begins an answer and does not end it |
 * | `hangs up` | closes the connection without an answer |
 * | `lies` | answers 2xx with a failure inside |
 * | `babbles` | answers 2xx with a body that is no answer of it, such as a proxy's page |
 * | `sends elsewhere` | answers with a redirect, which must not be followed: the credential would go along |
 */
export type Fault = (typeof faultNames)[number]

export const faultNames = [
  'refuses',
  'is busy',
  'fails',
  'is silent',
  'is slow',
  'hangs up',
  'lies',
  'babbles',
  'sends elsewhere',
] as const

/** Why a service cannot have a fault, in a sentence. The suite shows it where it skips the case. */
export interface CannotHappen {
  readonly because: string
}

export type FaultScripts = Readonly<Record<Fault, Reply | CannotHappen>>

/** The bodies with which a service says what became of the message that has its id `messageId`. */
export type ReceiptScripts = Readonly<
  Record<(typeof finalStatuses)[number], ((messageId: string) => string) | CannotHappen>
>

export const finalStatuses = ['delivered', 'undelivered'] as const

/** Of a service that never says what became of a message. */
export const noReceipts = (because: string): ReceiptScripts => ({ delivered: { because }, undelivered: { because } })

/** A message as a contact would have got it. */
export interface TakenMessage {
  readonly from: string
  readonly to: string
  readonly text: string
}

/** A message from a contact. */
export interface ContactMessage extends TakenMessage {
  /** The service's id of it. */
  readonly id: string
}

/**
 * How a call proves that it comes from the service: as the service does; with another secret; not at all; or as the
 * service did a day ago.
 */
export type Proof = 'right' | 'wrong' | 'none' | 'old'

export interface CallbackCall {
  readonly method: string
  /** With a `?` in front; empty without a query. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The way to a service: how it takes messages for contacts. `startMessageServer` makes it. */
export interface SendingStandIn {
  /** The messages that contacts got, in order. */
  readonly taken: readonly TakenMessage[]
  /** How many requests tried to send a message, refused ones included. */
  readonly tried: number
  /** What was wrong with requests: `credential`, or the part that had the wrong shape. */
  readonly complaints: readonly string[]
  readonly faults: FaultScripts
  /**
   * From now on it does this; undefined: it takes messages. `loses its answers`: it takes a message and closes the
   * connection before it has answered.
   */
  behave(as: Fault | 'loses its answers' | undefined): void
}

/** The way from a service: how it passes on what contacts write. */
export interface CallingStandIn {
  /** What the proof is computed over. `sender`: it is a plain credential, and says nothing about the body. */
  readonly proofCovers: 'body' | 'sender'
  /** True when the proof says when it was made, so that an old one must be refused. */
  readonly isProofDated: boolean
  /** The body that passes this message on. */
  bodyOf(message: ContactMessage): string
  readonly receipts: ReceiptScripts
  /**
   * The bodies of events in which a contact says nothing, by what they are: a reaction to the message, an edit of it, a
   * link that was opened. None of them is an answer. Absent for a service that has no such events besides reports.
   */
  readonly wordless?: Readonly<Record<string, (about: ContactMessage) => string>>
  /** Takes our answer to a call, of services that pass on to the contact what it says. */
  answered?(answer: string): void
  /**
   * The call with this body, whatever it is.
   * @param url the callback address of the account, without a query
   */
  sign(body: string, proof: Proof, url: string): CallbackCall
}

/**
 * The contract of a stand-in. Every integration of the list that carries messages or is called back has one in
 * `runtime/test/stand-ins/<id>.ts`, which exports
 *
 *     export async function startStandInOf(): Promise<ServiceStandIn>
 *
 * It plays the service on loopback as its documents say, and takes nothing that has a wrong credential or shape. That
 * is all there is to write: `runtime/test/integrations/sending.test.ts` and `calling.test.ts` run over the list, and
 * promise of every integration that
 *
 * - a message arrives once, complete, and with the credential of its account;
 * - no fault passes for a success, ends as INTERNAL or makes the integration send again by itself, unless the service
 *   takes a key once;
 * - a lost answer is never reported as "not sent", and another try is advised only when nothing was sent;
 * - Test Connection finds a right account in order and says what is wrong with another, and sends nothing;
 * - a signed call is taken once however often it comes, also at the same time;
 * - a forged, unsigned, changed or old call stores nothing, and a signed one that is no message breaks nothing;
 * - a signed receipt changes the status of its message, and a forged one does not.
 *
 * Calls end after a second in these suites, whatever time-out they ask for.
 */
export interface ServiceStandIn {
  /** Of an account that works, secrets included. */
  readonly properties: Readonly<Record<string, unknown>>
  /** The same with a credential that the service does not know. */
  readonly wrongProperties: Readonly<Record<string, unknown>>
  /** Where it is called, by the names in `hosts` of the integration. */
  readonly hosts: Readonly<Record<string, string>>
  /** One of our addresses at it, and a contact, as the service writes them. */
  readonly address: Address
  readonly contact: string
  /** Absent only where the integration has no channel. */
  readonly sending?: SendingStandIn
  /** Absent only where the integration has no callback. */
  readonly calling?: CallingStandIn
  close(): Promise<void>
}
