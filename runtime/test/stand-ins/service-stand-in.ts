import type { Address } from '@patchbay/shared/api'

/**
 * What a service does with messages instead of taking them. `lies`: 2xx with a failure inside; `babbles`: 2xx with a
 * body that is no answer; `is silent`: no answer at all.
 */
export type Fault = 'refuses' | 'is busy' | 'fails' | 'is silent' | 'lies' | 'babbles'

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

/** How a service proves that a call is its own: as it does, wrongly, or not at all. */
export type Proof = 'right' | 'wrong' | 'none'

export interface CallbackCall {
  readonly method: string
  /** With a `?` in front; empty without a query. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * A real service, played on loopback by `runtime/test/stand-ins/<id>.ts`: `startStandInOf()`. It takes nothing that
 * has a wrong credential or shape, and says in `complaints` what was wrong.
 */
export interface ServiceStandIn {
  /** Of an account of it, secrets included. */
  readonly properties: Readonly<Record<string, unknown>>
  /** The same with a credential that the service does not know. */
  readonly wrongProperties: Readonly<Record<string, unknown>>
  /** Where it is called, by the names in `hosts` of the integration. */
  readonly hosts: Readonly<Record<string, string>>
  /** One of our addresses at it, and a contact. */
  readonly address: Address
  readonly contact: string
  /** Absent where it sends nothing to contacts. */
  readonly sending?: {
    readonly taken: readonly TakenMessage[]
    readonly complaints: readonly string[]
    /** The faults that it can have. */
    readonly faults: readonly Fault[]
    /** From now on it does this; undefined: it takes messages. */
    behave(fault: Fault | undefined): void
  }
  /** Absent where it does not call us. */
  readonly calling?: {
    call(message: ContactMessage, proof: Proof): CallbackCall
  }
  close(): Promise<void>
}
