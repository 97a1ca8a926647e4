import type { JsonObject } from '@patchbay/shared/json'
import { createOpenedAccounts } from '../../src/accounts/opened-accounts.ts'
import type { AccountPort } from '../../src/kit/account.ts'
import type { BotPort } from '../../src/kit/bot.ts'
import type { CallerState } from '../../src/kit/caller-answer.ts'
import type { MessageSender } from '../../src/kit/channel.ts'
import type { ChildRuns } from '../../src/kit/child-runs.ts'
import type { ContactPort } from '../../src/kit/contacts.ts'
import type { ConversationPort } from '../../src/kit/conversations.ts'
import type { FlowConsents } from '../../src/kit/flow-consent.ts'
import type { HandOvers } from '../../src/kit/hand-overs.ts'
import type { FetchedMedia, StepFiles } from '../../src/kit/media.ts'
import type { StepContext, StepServices } from '../../src/kit/node.ts'
import type { TablePort } from '../../src/kit/tables.ts'
import type { KeepingSender } from '../../src/messaging/keeping-sender.ts'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import { createTokenSource } from '../../src/platform/egress/oauth-tokens.ts'

/** Takes nothing: for actions that send no message. */
export const noMessages: KeepingSender = {
  send: async () => ({ ok: false, error: { code: 'NO_SUCH_ADDRESS', message: 'No channels here.' } }),
  receiptOf: async () => undefined,
  conversationOf: async ({ from, to }) => ({ contactPointId: to, address: from }),
  addressOf: async (value) => ({ channel: 'sms', value }),
  contactOf: (_channel, contact) => contact,
  repeatOf: async () => 'never',
  find: async () => ({ kind: 'unknown', isFinal: true }),
  forTest: () => noMessages,
}

/** Keeps nothing. */
const noHandOvers: HandOvers = {
  handOver: async () => ({ code: 'CONVERSATION_NOT_FOUND', message: 'There is none in this test.' }),
  takeBack: async () => 'ended',
}

/** There are none. */
const noConversations: ConversationPort = {
  personWith: async () => undefined,
  find: async () => undefined,
  change: async () => ({ error: { code: 'CONVERSATION_NOT_FOUND', message: 'There is none in this test.' } }),
  agents: async () => [],
  topics: async () => [],
}

const noConsents: FlowConsents = { record: async () => ({ wasOptedOut: false }) }

/** For actions that start no runs. */
const noChildren: ChildRuns = {
  startItems: () => Promise.reject(new Error('No runs here.')),
  jump: () => Promise.reject(new Error('No runs here.')),
  outcomes: () => {
    throw new Error('No runs here.')
  },
}

/** Keeps files in memory, with addresses such as `/media/1`. */
function memoryFiles(): StepFiles {
  const kept = new Map<string, FetchedMedia>()
  return {
    async keep(file) {
      const url = `/media/${kept.size + 1}`
      kept.set(url, file)
      return { url, type: file.type ?? '', name: file.name ?? 'file', bytes: file.bytes.length }
    },
    open: async (address) => kept.get(address),
  }
}

/** For actions that use no table. */
const noTables: TablePort = {
  list: async () => [],
  find: () => Promise.reject(new Error('No tables here.')),
  count: () => Promise.reject(new Error('No tables here.')),
  change: () => Promise.reject(new Error('No tables here.')),
}

/** Knows nobody. */
const noContacts: ContactPort = {
  fields: async () => [],
  find: async () => undefined,
  findOrCreate: () => Promise.reject(new Error('No contacts here.')),
  update: async () => undefined,
  externalIdOf: async () => undefined,
  addExternalId: async () => true,
}

/** There are none. */
export const noAccounts: AccountPort = { open: async () => undefined, mask: () => ({ hide: (value) => value }) }

/** What an action gets to use, with a client that may call loopback. Call `close` at the end. */
export function createStepContext(
  options: {
    readonly messages?: MessageSender
    readonly consents?: FlowConsents
    readonly handOvers?: HandOvers
    readonly conversations?: ConversationPort
    readonly bots?: BotPort
    /** The outputs of the part before. */
    readonly part?: JsonObject
    readonly accounts?: AccountPort
    readonly signal?: AbortSignal
    readonly now?: () => Date
    readonly caller?: CallerState
    readonly children?: ChildRuns
    readonly variables?: JsonObject
    readonly accountTokens?: StepServices['accountTokens']
    readonly tables?: TablePort
    readonly contacts?: ContactPort
  } = {},
): StepContext & { close(): Promise<void> } {
  const accounts = createOpenedAccounts(options.accounts ?? noAccounts)
  const web = createWebClient({ allow: ['127.0.0.1', 'localhost'] })
  const now = options.now ?? (() => new Date(Date.UTC(2026, 0, 1)))
  return {
    runId: '01990000-0000-7000-8000-000000000001',
    flowId: '01990000-0000-7000-8000-000000000002',
    flowName: 'Weather Forecast',
    nodeId: 2,
    nodeName: 'Forecast',
    visit: 1,
    ...(options.part === undefined ? {} : { part: options.part }),
    timeZone: 'America/New_York',
    attempt: 1,
    caller: options.caller ?? 'none',
    idempotencyKey: '01990000-0000-7000-8000-000000000001.2.1',
    signal: options.signal ?? new AbortController().signal,
    children: options.children ?? noChildren,
    people: { idsAt: async () => ({}), noteContact: async () => true },
    variable: (name) => options.variables?.[name],
    account: (type, accountId) => accounts.open({}, type, accountId),
    services: {
      web,
      tokens: createTokenSource({ web, now }),
      accountTokens: options.accountTokens ?? { token: () => Promise.reject(new Error('No tokens here.')) },
      messages: options.messages ?? noMessages,
      files: memoryFiles(),
      tables: options.tables ?? noTables,
      contacts: options.contacts ?? noContacts,
      agents: { externalIdOf: async () => undefined },
      consents: options.consents ?? noConsents,
      handOvers: options.handOvers ?? noHandOvers,
      conversations: options.conversations ?? noConversations,
      bots: options.bots ?? { of: async () => undefined },
      now,
    },
    close: () => web.close(),
  }
}
