import type { Address, RunStatus } from '@patchbay/shared/api'

/** What the runs list is narrowed to; left out means all. */
export interface RunFilters {
  readonly flowId?: string
  readonly status?: RunStatus
  /** Only runs that succeeded after a failure that was caught. */
  readonly caught?: 'true'
  readonly contact?: string
  /** Only runs that test a draft, or only the others. */
  readonly test?: 'true' | 'false'
  /** The run that has started them. */
  readonly parentId?: string
  /** ISO times. */
  readonly from?: string
  readonly to?: string
  readonly q?: string
}

/** Which rows of a table are listed, and in which order. */
export interface RowsAsked {
  readonly search: string
  /** The column they are sorted by; none for the order of adding. */
  readonly sort?: string
  readonly direction?: 'up' | 'down'
}

/** Which part of consent is listed. */
export interface ConsentAsked {
  readonly view: 'out' | 'in' | 'log'
  readonly search: string
}

/** Query keys, each prefix an invalidation unit: `keys.runs` covers every list and every run. */
/** Choices that are asked for; `inputs` is the JSON of what they depend on. */
export interface OptionsAsked {
  readonly source: string
  readonly search: string
  readonly inputs: string
}

/** Inputs of an action that a preview is asked for; `inputs` is their JSON. */
export interface PreviewAsked {
  readonly type: string
  readonly typeVersion: number
  readonly inputs: string
  readonly timeZone: string
}

export const keys = {
  session: ['session'],
  agentStatus: ['agent-status'],
  reach: ['reach'],
  setup: ['setup'],
  catalog: ['catalog'],
  templates: ['templates'],
  installation: ['installation'],
  today: (timeZone: string) => ['today', timeZone],
  flows: ['flows'],
  flowList: ['flows', 'list'],
  flow: (id: string) => ['flows', 'one', id],
  sample: (id: string, nodeId: number) => ['flows', 'sample', id, nodeId],
  requests: (id: string) => ['flows', 'requests', id],
  versions: (id: string) => ['flows', 'one', id, 'versions'],
  version: (id: string, version: number) => ['flows', 'one', id, 'versions', version],
  workingCopies: (id: string) => ['working-copies', id],
  presence: (id: string) => ['presence', id],
  allOptions: ['options'],
  options: (asked: OptionsAsked) => ['options', asked],
  actionPreview: (asked: PreviewAsked) => ['action-preview', asked],
  addresses: ['addresses'],
  runs: ['runs'],
  runLists: ['runs', 'list'],
  runList: (filters: RunFilters) => ['runs', 'list', filters],
  /** Changes with the runs of the flow, so it belongs to their lists. */
  deadLetters: (flowId: string) => ['runs', 'list', 'dead-letters', flowId],
  run: (id: string) => ['runs', 'one', id],
  consent: ['consent'],
  consentList: (asked: ConsentAsked) => ['consent', 'list', asked],
  consentAnswers: ['consent', 'answers'],
  quietHours: ['consent', 'quiet-hours'],
  tables: ['tables'],
  tableList: ['tables', 'list'],
  table: (id: string) => ['tables', 'one', id],
  tableRows: (id: string, asked: RowsAsked) => ['tables', 'one', id, 'rows', asked],
  tokens: ['tokens'],
  webhookList: ['webhooks', 'list'],
  webhook: (id: string) => ['webhooks', id],
  webhookAttempts: (id: string) => ['webhooks', id, 'attempts'],
  allInteractions: ['interactions'],
  interactionSources: (contactId: string) => ['interactions', contactId, 'sources'],
  /** Apart from the contacts: who waits for these to be read again must not wait for an outside service. */
  interactions: (contactId: string, accountId: string, updatedAt: string) => [
    'interactions',
    contactId,
    accountId,
    updatedAt,
  ],
  integrations: ['integrations'],
  integrationList: ['integrations', 'list'],
  integration: (name: string) => ['integrations', 'one', name],
  integrationVersions: (name: string) => ['integrations', 'one', name, 'versions'],
  manifestReports: ['manifest-report'],
  manifestReport: (document: string) => ['manifest-report', document],
  users: ['users'],
  accounts: ['accounts'],
  accountTypes: ['account-types'],
  accountList: ['accounts', 'list'],
  account: (id: string) => ['accounts', 'one', id],
  offeredAddresses: (id: string) => ['accounts', 'one', id, 'offered-addresses'],
  accountEvents: (id: string) => ['accounts', 'one', id, 'events'],
  synchronizations: (id: string) => ['accounts', 'synchronizations', id],
  accountAgents: (id: string) => ['accounts', 'agents', id],
  accountStatus: (id: string) => ['accounts', 'one', id, 'status'],
  finishedConnection: (state: string) => ['finished-connection', state],
  messages: ['messages'],
  contacts: ['contacts'],
  /** Everything of the inbox, which keeps its lists true by itself. */
  conversations: ['conversations'],
  conversationCounts: ['conversations', 'counts'],
  conversationPresence: (id: string) => ['conversation-presence', id],
  savedReplies: ['saved-replies'],
  simulatedPhone: ({ channel, value }: Address) => ['simulated-phones', channel, value],
  conversation: ({ channel, value }: Address, contact: string, draftOf?: string) => [
    'messages',
    channel,
    value,
    contact,
    draftOf,
  ],
  testMessages: (flowId: string) => ['messages', 'test', flowId],
} as const
