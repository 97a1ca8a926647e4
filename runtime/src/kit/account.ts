import type { AccountDefinition } from '@patchbay/shared/api'
import type { TSchema } from 'typebox'

/** An account as the code of its integration sees it. */
export interface OpenAccount<Properties = unknown> {
  readonly id: string
  readonly name: string
  /** As stored; secrets that are encrypted at rest are plain here, hashed ones are missing. Never store or log it. */
  readonly properties: Properties
}

/** What comes with one click on the page of an account. */
export interface AccountCall {
  /** Where this server is reached from outside: PATCHBAY_PUBLIC_URL, else the address of the request. */
  readonly baseUrl: string
  /** Ends with the request, or when the process stops. */
  readonly signal: AbortSignal
}

/** The part of an account type that says what its accounts hold. */
export type TypedAccount<Properties extends TSchema> = Pick<AccountDefinition<Properties>, 'id' | 'properties'>

/** Accounts by their id, and what hides their secrets. */
export interface AccountPort {
  /** Undefined when there is none of this type. @throws AppError SECRET_MISSING when a secret cannot be read */
  open(type: string, accountId: string): Promise<OpenAccount | undefined>
  /** Hides every secret of the account that was opened in this process, in whatever its service says. */
  mask(accountId: string): { hide<Value>(value: Value): Value }
}
