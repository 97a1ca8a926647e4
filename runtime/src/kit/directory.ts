import type { AccountDefinition } from '@patchbay/shared/api'
import type {
  AgentPage,
  BridgeFault,
  BridgeMark,
  ContactPage,
  ContactRun,
  ToldInteractions,
} from '@patchbay/shared/bridges'
import type { OpenAccount } from './account.ts'

/**
 * The people of an outside service. Each member reads, and changes nothing there. One that is left out is not offered.
 * All of them throw DirectoryError for whatever the service or the network does.
 */
export interface Directory<Properties = unknown> {
  /** Address of a picture of the service on this server, for what it tells. */
  readonly picture?: string | undefined
  /** The page of contacts at which a synchronization stands. `afterContactPage` says what comes after it. */
  contacts?(
    account: OpenAccount<Properties>,
    run: ContactRun,
    call: DirectoryCall,
  ): Promise<DirectoryAnswer<ContactPage>>
  /** A page of the people who work in the service. Without an offset: the first one. */
  agents?(
    account: OpenAccount<Properties>,
    offset: BridgeMark | undefined,
    call: DirectoryCall,
  ): Promise<DirectoryAnswer<AgentPage>>
  /** What happened with a contact there, of the types that the account has chosen. */
  interactions?(
    account: OpenAccount<Properties>,
    contact: DirectoryContact,
    call: DirectoryCall,
  ): Promise<DirectoryAnswer<ToldInteractions>>
}

/** A service that has a directory, by the type of its accounts. */
export interface DirectoryService {
  readonly account: Pick<AccountDefinition, 'id' | 'title'>
  readonly directory: Directory
}

export interface DirectoryCall {
  readonly signal: AbortSignal
}

/** What was read, and by path what of it could not be. */
export interface DirectoryAnswer<Value> {
  readonly value: Value
  readonly faults: readonly BridgeFault[]
}

/** A contact as the service may know it. */
export interface DirectoryContact {
  /** What the service calls the contact, as it came from there. Absent: it has to look by the rest. */
  readonly externalId?: BridgeMark
  readonly name: string
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/**
 * What a failure says about the next call.
 * - `later`: the service was not reached, is busy or has a fault. Another try may go well.
 * - `unasked`: it is not asked until a person mends what the message says.
 * - `credentials`: it does not take the account, and goes on so until a person mends that.
 * - `refused`: it answered that it cannot do this. The same call would end the same way.
 * - `broken`: its answer cannot be used. Its maker can mend that.
 */
export type DirectoryFailure = 'later' | 'unasked' | 'credentials' | 'refused' | 'broken'

/** A call to a directory brought nothing. The message is a sentence for people, without secrets. */
export class DirectoryError extends Error {
  readonly kind: DirectoryFailure
  /** The pause that the service asked for. */
  readonly retryAfterMs: number | undefined

  constructor(kind: DirectoryFailure, message: string, options: { readonly retryAfterMs?: number | undefined } = {}) {
    super(message)
    this.name = 'DirectoryError'
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs
  }
}
