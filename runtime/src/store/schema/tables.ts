import type { AccountEvents } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { Generated } from 'kysely'
import type { AttentionKind } from '../../kit/attention.ts'
import type { JsonColumn, Time } from './column-types.ts'
import type {
  AuditEntryTable,
  ContactChangeTable,
  ContactExternalIdTable,
  ContactFieldTable,
} from './contact-tables.ts'
import type { DataRowTable, DataStepTable, DataTableTable } from './data-tables.ts'
import type { DirectorySeenTable, DirectorySyncTable } from './directory-tables.ts'
import type {
  EventAttemptTable,
  EventDeliveryTable,
  EventSubscriberTable,
  EventTable,
  EventWebhookTable,
} from './event-tables.ts'
import type {
  AnswerTable,
  ConversationItemTable,
  ConversationMentionTable,
  ConversationSeenTable,
  ConversationTopicTable,
  SavedReplyTable,
  TopicTable,
} from './inbox-tables.ts'
import type {
  AccountAgentTable,
  IntegrationPictureTable,
  IntegrationTable,
  IntegrationVersionTable,
} from './integration-tables.ts'
import type {
  ConsentLogTable,
  ConsentTable,
  ContactPointTable,
  ContactTable,
  ConversationTable,
  MediaPartTable,
  MediaTable,
  MessageKeyTable,
  MessageTable,
  RunWaitTable,
} from './message-tables.ts'
import type { DedupeKeyTable, RunCountTable, RunStepTable, RunTable } from './run-tables.ts'

/**
 * Every table, as Kysely sees it: camelCase here, snake_case in SQL (CamelCasePlugin, which leaves the inside of JSON
 * values alone). The sign-in tables of better-auth are not listed: better-auth reads and writes them itself, under the
 * names of `auth-tables.ts`.
 */
export interface Tables {
  flow: FlowTable
  flowVersion: FlowVersionTable
  secret: SecretTable
  address: AddressTable
  run: RunTable
  runStep: RunStepTable
  runCount: RunCountTable
  dedupeKey: DedupeKeyTable
  heldPace: HeldPaceTable
  process: ProcessTable
  message: MessageTable
  messageKey: MessageKeyTable
  runWait: RunWaitTable
  media: MediaTable
  mediaPart: MediaPartTable
  contact: ContactTable
  contactPoint: ContactPointTable
  contactField: ContactFieldTable
  integration: IntegrationTable
  integrationVersion: IntegrationVersionTable
  integrationPicture: IntegrationPictureTable
  contactExternalId: ContactExternalIdTable
  contactChange: ContactChangeTable
  directorySync: DirectorySyncTable
  directorySeen: DirectorySeenTable
  auditEntry: AuditEntryTable
  conversation: ConversationTable
  conversationItem: ConversationItemTable
  conversationSeen: ConversationSeenTable
  conversationTopic: ConversationTopicTable
  topic: TopicTable
  answer: AnswerTable
  consent: ConsentTable
  consentLog: ConsentLogTable
  apiToken: ApiTokenTable
  agentStatus: AgentStatusTable
  schedule: ScheduleTable
  lease: LeaseTable
  setting: SettingTable
  account: AccountTable
  accountAgent: AccountAgentTable
  accountToken: AccountTokenTable
  accountConnecting: AccountConnectingTable
  callbackLog: CallbackLogTable
  event: EventTable
  eventSubscriber: EventSubscriberTable
  eventDelivery: EventDeliveryTable
  eventWebhook: EventWebhookTable
  eventAttempt: EventAttemptTable
  failureAlert: FailureAlertTable
  webhookPath: WebhookPathTable
  changeCounter: ChangeCounterTable
  workingCopy: WorkingCopyTable
  presence: PresenceTable
  savedReply: SavedReplyTable
  conversationMention: ConversationMentionTable
  dataTable: DataTableTable
  dataRow: DataRowTable
  dataStep: DataStepTable
}

export interface FlowTable {
  id: string
  name: string
  document: JsonColumn<Flow>
  revision: number
  liveVersion: number | null
  liveAt: Time | null
  paused: Generated<boolean>
  /** The highest Action ID that was ever used. Never decreases. */
  lastNodeId: number
  createdAt: Time
  modifiedAt: Time
  modifiedBy: string
  /** Set instead of removing the row, so that the history of its runs keeps the name. */
  deletedAt: Time | null
}

export interface FlowVersionTable {
  flowId: string
  version: number
  document: JsonColumn<Flow>
  deployedAt: Time
  deployedBy: string
}

export interface SecretTable {
  id: string
  /** Null for secrets that belong to no flow. */
  flowId: string | null
  /** The only host the secret may be sent to. Null when it may not be sent. */
  host: string | null
  /** The action type and input that the secret was entered in. Null for secrets from before this was stored. */
  place: string | null
  /** Ciphertext with nonce and tag, base64. */
  sealed: string
  createdAt: Time
}

export interface AddressTable {
  channel: string
  value: string
  accountId: string
  label: string
  capabilities: JsonColumn<readonly string[]>
  flowId: string | null
  createdAt: Time
}

/** When a flow's failures were last reported, so that of all processes only one reports them. */
export interface FailureAlertTable {
  flowId: string
  kind: string
  lastAt: Time
}

/** When the next held events may start of a flow that starts them at a set rate. */
export interface HeldPaceTable {
  flowId: string
  nextAt: Time
}

export interface ProcessTable {
  id: string
  host: string
  pid: number
  version: string
  startedAt: Time
  heartbeatAt: Time
}

/** When the Schedules of live flows are due. */
export interface ScheduleTable {
  flowId: string
  nodeId: number
  version: number
  rule: string
  nextAt: Time | null
  missed: Generated<number>
  claimedUntil: Time | null
}

/** Work that only one process does at a time, and until when that process counts as alive. */
export interface LeaseTable {
  name: string
  holder: string
  expiresAt: Time
}

export interface ApiTokenTable {
  id: string
  name: string
  /** Roles of its own, separated by commas. Null: it may do what its user may. */
  role: string | null
  hash: string
  createdAt: Time
  createdBy: string
  expiresAt: Time | null
  lastUsedAt: Time | null
  /** Whom it belongs to. Null for a token of the installation. */
  userId: string | null
}

/** Whether a person who answers is there. */
export interface AgentStatusTable {
  userId: string
  isSignedIn: boolean
  isAway: boolean
  /** Empty: none was given. */
  reason: string
  changedAt: Time
}

export interface SettingTable {
  key: string
  value: JsonColumn<Json>
}

export interface AccountTable {
  id: string
  type: string
  name: string
  /** What a caller names the account by, such as a user name. Unique among accounts of the type. */
  identity: string | null
  /** Does not contain secrets. */
  properties: JsonColumn<JsonObject>
  /** By property: the hash, or the ciphertext and the host that the secret may be sent to. */
  secrets: JsonColumn<StoredSecrets>
  /** Sealed: what its service gave when it took the account. */
  granted: Generated<string | null>
  /** Why it is in trouble, see `Attention`. */
  attention: Generated<string | null>
  attentionKind: Generated<AttentionKind | null>
  createdAt: Time
  modifiedAt: Time
  modifiedBy: string
}

export type StoredSecret = { readonly hash: string } | { readonly sealed: string; readonly host: string | null }

export type StoredSecrets = Readonly<Record<string, StoredSecret>>

/** The token of an account, and what is known of asking for it. */
export interface AccountTokenTable {
  accountId: string
  /** Digest of the settings that the token was asked for with. */
  client: string
  /** Null when there is none. */
  sealed: string | null
  state: TokenState
  /** Null: not known, or there is no token. */
  expiresAt: Time | null
  /** When the next one is asked for ahead of time. Null: only once this one is refused. */
  renewAt: Time | null
  /** The next one is asked for although no step needs it, so that people hear early of a grant that was withdrawn. */
  isKept: boolean
  /** When another one was last asked for because the service refused the token. */
  rejectedAt: Time | null
  /** Why the last request gave none, as a sentence. */
  problem: string | null
  /** Nobody asks before. */
  askAgainAt: Time | null
  revision: number
  claim: string | null
  claimedUntil: Time | null
}

/**
 * `none`: nothing was asked for yet. `failing`: the service gave none, which may pass. `refused`: the service does not accept
 * the client or its password. `withdrawn`: a person has to connect the account again.
 */
export type TokenState = 'none' | 'connected' | 'failing' | 'refused' | 'withdrawn'

export interface AccountConnectingTable {
  stateHash: string
  accountId: string
  sessionId: string
  /** What finishes the connection. */
  sealed: string
  expiresAt: Time
}

/** The last calls of an account's service. */
export interface CallbackLogTable {
  accountId: string
  counts: JsonColumn<AccountEvents['counts']>
  items: JsonColumn<AccountEvents['items']>
}

/** Paths of live webhooks. Each belongs to one flow. */
export interface WebhookPathTable {
  path: string
  flowId: string
}

/** Rises with every change of what its name says. */
export interface ChangeCounterTable {
  name: string
  value: number
}

/** Unsaved changes of a user, as one browser keeps them. */
export interface WorkingCopyTable {
  flowId: string
  /** `user:<id>`, `token:<id>` or `operator:operator`. */
  owner: string
  id: string
  /** Revision of the draft that the copy began from. */
  revision: number
  /** Rises with every change. */
  edit: number
  document: JsonColumn<Flow>
  modifiedAt: Time
}

/** A page that has a flow open. */
export interface PresenceTable {
  /** A flow or a conversation. */
  subjectId: string
  session: string
  owner: string
  name: string
  isEditing: boolean
  hereUntil: Time
}
