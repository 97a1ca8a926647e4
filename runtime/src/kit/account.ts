import type { AccountDefinition, Address } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { TSchema } from 'typebox'
import type { AttentionKind } from './attention.ts'

/** An account as the code of its integration sees it. */
export interface OpenAccount<Properties = unknown> {
  readonly id: string
  readonly name: string
  /** As stored, but encrypted secrets are plain text here and hashed ones are missing. Never store or log it. */
  readonly properties: Properties
  /** What its service gave when it took the account. */
  readonly granted?: JsonObject
  /** The hosts (`host:port`) that `granted` may be sent to. Absent: it is bound to none. */
  readonly grantedHosts?: readonly string[]
  /** The hosts (`host:port`) that all of its secrets were entered for. Absent: no secret is bound to a host. */
  readonly secretHosts?: readonly string[]
  /** It is in trouble, and people were told. */
  readonly attention?: AttentionKind
}

/** What a click on an account's page passes on. */
export interface AccountCall {
  /** Where this server is reached from outside: PATCHBAY_PUBLIC_URL, or else the address of the request. */
  readonly baseUrl: string
  /** Ends with the request, or when the process stops. */
  readonly signal: AbortSignal
}

/** A service is asked whether it takes an account. */
export interface AdmitCall {
  readonly signal: AbortSignal
  /** What the token service gave, for an account that has tokens: the members of its reply, and the code of a person. */
  readonly given?: GivenAccess
}

/** What a service said when it was asked whether it takes an account. */
export interface Admitted {
  /** What it wants to have with every call from then on. */
  readonly granted: JsonObject
  /** Why it was not asked, as a sentence that says when it will be. */
  readonly unasked?: string
}

export interface GivenAccess {
  readonly token: string
  readonly members: JsonObject
}

/** Set Webhook. */
export interface WebhookCall extends AccountCall {
  /** Our addresses that belong to the account. */
  readonly addresses: readonly Address[]
}

/** The part of an account type that says what its accounts hold. */
export type TypedAccount<Properties extends TSchema> = Pick<AccountDefinition<Properties>, 'id' | 'properties'>

/** Opens accounts by id and hides their secrets. */
export interface AccountPort {
  /** Undefined when no account of this type has the id. @throws AppError SECRET_MISSING when a secret cannot be read */
  open(type: string, accountId: string): Promise<OpenAccount | undefined>
  /** Returns a mask for the service's replies. It hides every secret of the account that this process has opened. */
  mask(accountId: string): { hide<Value>(value: Value): Value }
}
