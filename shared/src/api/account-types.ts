import { type TSchema, Type } from 'typebox'
import { dictionary, jsonObject, list, text } from './shapes.ts'

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
  /** What it is in a few words, such as `A bot`, for the cards of the choice. Absent: the description. */
  readonly summary?: string
  /** The page of the help that says how to connect one: below `docs`, without `.md`. */
  readonly helpPage?: string
  /** What people need before they fill in the form, a line each, such as `Token, from the console of the service`. */
  readonly haveReady?: readonly string[]
  /** A choice among the properties that is made with the type, and what people need besides for each of its values. */
  readonly askedFirst?: { readonly property: string; readonly haveReady: Readonly<Record<string, readonly string[]>> }
  /** Name of a Tabler outline icon. */
  readonly icon: string
  /** Address of a square picture on this server, which stands in the icon's place. */
  readonly picture?: string
  /** Address of a picture of any shape on this server, for the choice of a type. */
  readonly logo?: string
  readonly properties: Properties
  /** The property by which a caller names the account, such as a user name: unique among accounts of the type. */
  readonly identity?: string
  /** Secrets that are only ever compared: their hash is stored. All other secrets are stored encrypted. */
  readonly hashed: readonly string[]
  /** Properties that are made when they are left empty. A secret among them is shown once. */
  readonly generated: readonly string[]
  /** Properties that only administrators read, because they are pasted into the service. They are stored openly. */
  readonly confidential?: readonly string[]
  /** Properties that are only passed to the service when an account is made or changed. */
  readonly unstored?: readonly string[]
  /** Hosts (`host:port`) that secrets go to, besides those of `x-secret-host`. */
  readonly secretHosts?: readonly string[]
  /** What people can do with an account of this type beyond keeping it. */
  readonly capabilities: {
    readonly create: boolean
    readonly test: boolean
    /** Tells the other service where to send its events. */
    readonly webhook: boolean
    readonly status: boolean
    /** Numbers can belong to it: texts come and go through it. */
    readonly numbers?: boolean
    /** Import numbers: the service is asked which numbers the account has. */
    readonly importNumbers?: boolean
    /** Bot Conversation can talk with a bot, or model, of it. */
    readonly bot?: boolean
  }
  /** Properties that may be empty, but should not be, and what it means that one is, in a sentence. */
  readonly wanted?: Readonly<Record<string, string>>
  /** What the other side calls, shown for copying; `{accountId}` stands for the Account ID. */
  readonly addresses: readonly { readonly title: string; readonly path: string }[]
}

/** Keeps the inferred type of the properties while checking the shape of a definition. */
export function defineAccount<const Properties extends TSchema>(
  definition: AccountDefinition<Properties>,
): AccountDefinition<Properties> {
  return definition
}

/** An account type, and the channels whose addresses its accounts can own. */
export interface AccountTypeResource extends AccountDefinition {
  readonly channels: readonly string[]
}

export const AccountTypeSchema = Type.Unsafe<AccountTypeResource>({
  type: 'object',
  title: 'AccountType',
  description: 'A type of account.',
  required: ['id', 'title', 'description', 'icon', 'properties', 'capabilities', 'channels'],
  properties: {
    id: text(),
    title: text(),
    description: text(),
    icon: text(),
    picture: text('Address of a picture on this server.'),
    logo: text('Address of a picture of any shape on this server.'),
    summary: text('The same in a few words.'),
    helpPage: text('The page of the help about it.'),
    haveReady: list(text(), { description: 'What people need before they fill in the form.' }),
    askedFirst: jsonObject({ description: 'A choice that is made with the type: its property, and what people need.' }),
    properties: jsonObject({ description: 'A JSON Schema with form hints.' }),
    capabilities: dictionary(Type.Boolean(), { description: 'What people can do with such an account.' }),
    channels: list(text(), { description: 'Ids of the channels whose addresses such an account can own.' }),
  },
  additionalProperties: true,
})
