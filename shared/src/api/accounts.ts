import { type Static, type TSchema, Type } from 'typebox'
import { pageQuery } from './page.ts'

const exact = { additionalProperties: false } as const

/**
 * Everything the accounts page and its form need to know of one type of account. Data only. Properties carry the
 * same `x-ui` and `x-secret` keywords as the inputs of actions; secrets are written once and never read back.
 */
export interface AccountDefinition<Properties extends TSchema = TSchema> {
  /** Equals the folder name and the `type` of its accounts. */
  readonly id: string
  readonly title: string
  /** One or two sentences for the choice of a type. */
  readonly description: string
  /** Name of a Tabler outline icon. */
  readonly icon: string
  readonly properties: Properties
  /** The property by which a caller names the account, such as a user name: unique among accounts of the type. */
  readonly identity?: string
  /** Secrets that are only ever compared: their hash is stored. All other secrets are stored encrypted. */
  readonly hashed: readonly string[]
  /** Secrets that are made when they are left empty, and shown once. */
  readonly generated: readonly string[]
  /** What people can do with an account of this type beyond keeping it. */
  readonly capabilities: {
    readonly create: boolean
    readonly test: boolean
    /** Tells the other service where to send its events. */
    readonly webhook: boolean
    readonly status: boolean
    /** Numbers can belong to it: texts come and go through it. */
    readonly numbers?: boolean
  }
  /** What the other side calls, shown for copying; `{accountId}` stands for the Account ID. */
  readonly addresses: readonly { readonly title: string; readonly path: string }[]
}

/** Keeps the inferred type of the properties while checking the shape of a definition. */
export function defineAccount<const Properties extends TSchema>(
  definition: AccountDefinition<Properties>,
): AccountDefinition<Properties> {
  return definition
}

/** An integration account. A secret that is set reads as `{ "$secret": "<property>" }`. */
export interface AccountResource {
  readonly id: string
  /** The same as `id`: what callback URLs end with. */
  readonly accountId: string
  readonly type: string
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly addresses: readonly { readonly title: string; readonly url: string }[]
  readonly createdAt: string
  readonly modifiedAt: string
  readonly modifiedBy: string
}

/** The answer to creating or changing an account: the only time that generated `secrets` are seen. */
export interface SavedAccount extends AccountResource {
  readonly secrets: Readonly<Record<string, string>>
}

const AccountNameSchema = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S', description: 'a name' })

export const CreateAccountSchema = Type.Object(
  {
    type: Type.String({ minLength: 1, maxLength: 64 }),
    name: AccountNameSchema,
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  exact,
)
export type CreateAccount = Static<typeof CreateAccountSchema>

/**
 * `PUT /api/accounts/:id`. A secret that is left out, or comes as `{ "$secret": … }`, stays; an empty text makes a
 * new one where the type generates it.
 */
export const ChangeAccountSchema = Type.Object(
  { name: AccountNameSchema, properties: Type.Record(Type.String(), Type.Unknown()) },
  exact,
)
export type ChangeAccount = Static<typeof ChangeAccountSchema>

export const AccountsQuerySchema = Type.Object(
  { ...pageQuery, type: Type.Optional(Type.String({ maxLength: 64 })) },
  exact,
)
export type AccountsQuery = Static<typeof AccountsQuerySchema>

/** What Test Connection or Set Webhook found. `checks` in the order they were made. */
export interface AccountCheck {
  readonly ok: boolean
  readonly message: string
  readonly checks: readonly { readonly ok: boolean; readonly text: string }[]
}

export type StatusTone = 'good' | 'warning' | 'bad' | 'neutral'

/** One value on the account page; `at` is a time that the reader's browser writes in words. */
export interface StatusCell {
  readonly text?: string
  readonly at?: string | null
  readonly tone?: StatusTone
}

/** How an account does: the same shape for every type, so that the page needs no knowledge of it. */
export interface AccountStatus {
  readonly facts: readonly {
    readonly name: string
    readonly title: string
    readonly value: number | string | null
    readonly at?: string | null
    readonly tone?: StatusTone
    readonly help?: string
  }[]
  readonly tables: readonly {
    readonly name: string
    readonly title: string
    readonly emptyText: string
    readonly columns: readonly string[]
    readonly rows: readonly { readonly id: string; readonly cells: readonly StatusCell[] }[]
  }[]
}

/** Body of `POST /zapier/hooks`: what Zapier sends when a Zap with an instant trigger is switched on. */
export const SubscribeHookSchema = Type.Object({
  targetUrl: Type.String({ minLength: 1, maxLength: 2_000 }),
  /** Only items of this event; all when left out or empty. */
  event: Type.Optional(Type.String({ maxLength: 200 })),
})
export type SubscribeHook = Static<typeof SubscribeHookSchema>
