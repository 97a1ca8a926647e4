import type {
  ConsentSource,
  ConsentState,
  MessageContent,
  Role,
  RunErrorBody,
  RunStatus,
  StepAttemptResource,
  StepWarning,
} from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { ColumnType, Generated } from 'kysely'
import type { StoredWait, Wake } from '../runs/run-records.ts'

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
  process: ProcessTable
  message: MessageTable
  messageKey: MessageKeyTable
  replyWait: ReplyWaitTable
  contact: ContactTable
  contactPoint: ContactPointTable
  conversation: ConversationTable
  consent: ConsentTable
  consentLog: ConsentLogTable
  apiToken: ApiTokenTable
  schedule: ScheduleTable
  lease: LeaseTable
  setting: SettingTable
  account: AccountTable
  failureAlert: FailureAlertTable
  webhookPath: WebhookPathTable
  changeCounter: ChangeCounterTable
  workingCopy: WorkingCopyTable
  presence: PresenceTable
}

/** Written as text made by `jsonText`, so that it contains nothing the database cannot store. Read as parsed JSON. */
export type JsonColumn<Value> = ColumnType<Value, string, string>

/** Written as Date, read as Date. */
type Time = ColumnType<Date, Date, Date>

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

export interface RunTable {
  /** UUIDv7. Its time is when the run was accepted. */
  id: string
  flowId: string
  version: number
  epoch: number
  /** The process that executes the run. Null when no process does. */
  ownerId: string | null
  status: RunStatus
  triggerNodeId: number
  triggerType: string
  contact: string | null
  /** Channel of `address`. Runs of earlier versions have `sms` here even without an address. */
  channel: string | null
  address: string | null
  input: JsonColumn<JsonObject>
  /** The action that starts next: the stored intent. Null once the run has ended. */
  nextNodeId: number | null
  cancelRequested: Generated<boolean>
  /** What the run waits for, such as `time`, `reply` or `retry`. `resume` is an event of a paused flow. */
  waitingFor: string | null
  /** When the wait times out. Null when it does not. */
  dueAt: Time | null
  /** Counts the waits of the run, so that a wait is ended once, by the first event or time-out. */
  waitNo: Generated<number>
  wait: JsonColumn<StoredWait> | null
  wake: JsonColumn<Wake> | null
  failedStep: JsonColumn<FailedStep> | null
  warningCount: Generated<number>
  error: JsonColumn<RunErrorBody> | null
  result: JsonColumn<JsonObject> | null
  finishedAt: Time | null
  /** The run that this one repeats, and the step from which it does. */
  replayOf: string | null
  replayFrom: number | null
}

/** The first step that took a failure exit. */
export interface FailedStep {
  readonly nodeId: number
  readonly name: string
  readonly code: string
}

export interface RunStepTable {
  runId: string
  seq: number
  epoch: number
  nodeId: number
  visit: number
  type: string
  name: string
  exit: string | null
  inputs: JsonColumn<JsonObject>
  outputs: JsonColumn<JsonObject>
  variables: JsonColumn<JsonObject>
  warnings: JsonColumn<readonly StepWarning[]>
  error: JsonColumn<RunErrorBody> | null
  startedAt: Time
  durationMs: number
  /** Tries before the last one. Null when there were none. */
  attempts: JsonColumn<readonly StepAttemptResource[]> | null
}

/** When a flow's failures were last reported, so that of all processes only one reports them. */
export interface FailureAlertTable {
  flowId: string
  kind: string
  lastAt: Time
}

/** Runs by flow and quarter of an hour, updated by the run writer so that no list has to count a history. */
export interface RunCountTable {
  flowId: string
  startedQuarter: Time
  /** Each process has rows of its own, so that no two processes wait for each other. */
  processId: string
  total: number
  failed: number
}

export interface DedupeKeyTable {
  flowId: string
  credential: string
  key: string
  bodyHash: string
  runId: string
  expiresAt: Time
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

/** A person. Contact points say how the person is reached. */
export interface ContactTable {
  id: string
  name: Generated<string>
  /** As in BCP 47, such as `en`. */
  language: string | null
  /** IANA name. */
  timeZone: string | null
  fields: JsonColumn<JsonObject>
  createdAt: Time
  modifiedAt: Time
}

export interface ContactPointTable {
  /** Made by `contactPointId` of the three columns below. */
  id: string
  contactId: string
  channel: string
  /** The account within which the value means something. Empty on channels where it means the same in all of them. */
  accountId: string
  value: string
  createdAt: Time
}

/** Everything between a contact point and one of our addresses, from its opening to its closing. */
export interface ConversationTable {
  id: string
  contactPointId: string
  channel: string
  accountId: string
  address: string
  status: 'open' | 'waiting' | 'closed'
  /** Messages stay with a person and start no flow. */
  isWithPerson: Generated<boolean>
  openedAt: Time
  closedAt: Time | null
  lastMessageAt: Time
  /** The last run that a message of it started or continued, and the process that did so. */
  lastRunId: string | null
  lastProcessId: string | null
  /** The run before `lastRunId`, if another process started or continued it. */
  previousRunId: string | null
}

export interface MessageTable {
  /** UUIDv7. */
  id: string
  conversationId: string
  channel: string
  accountId: string
  address: string
  contact: string
  /** `in`: from the contact to us. */
  direction: 'in' | 'out'
  content: JsonColumn<MessageContent>
  status: string
  error: JsonColumn<RunErrorBody> | null
  at: Time
  /** The run that the message started or continued, or that sent it. */
  runId: string | null
  /** The action that sent it. */
  nodeId: number | null
  /** The person who sent it, as `working_copy.owner`. */
  author: string | null
  providerId: string | null
}

/** The service's id of a message, once per account and direction. */
export interface MessageKeyTable {
  accountId: string
  direction: 'in' | 'out'
  providerId: string
  /** Null while only a receipt has arrived. */
  messageId: string | null
  runId: string | null
  /** By the last receipt. */
  status: string | null
  error: JsonColumn<RunErrorBody> | null
  expiresAt: Time
}

/** A run that has asked a question in a conversation. Only a hint: the run's row says whether it still waits. */
export interface ReplyWaitTable {
  contactPointId: string
  address: string
  runId: string
  waitNo: number
  askedAt: Time
  expiresAt: Time
}

export interface ApiTokenTable {
  id: string
  name: string
  role: Role
  hash: string
  createdAt: Time
  createdBy: string
  expiresAt: Time | null
  lastUsedAt: Time | null
  /** The user whose programs signed in for it. Null for a token that an administrator made. */
  userId: string | null
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
  createdAt: Time
  modifiedAt: Time
  modifiedBy: string
}

export type StoredSecret = { readonly hash: string } | { readonly sealed: string; readonly host: string | null }
export type StoredSecrets = Readonly<Record<string, StoredSecret>>

/** Paths of live webhooks. Each belongs to one flow. */
export interface WebhookPathTable {
  path: string
  flowId: string
}

/** Whether contacts may be written to. Only the function `record_consent` writes here. */
export interface ConsentTable {
  id: string
  contactPointId: string
  /** Ours; empty for all of them. */
  address: string
  channel: string
  contact: string
  state: ConsentState
  since: Time
  source: ConsentSource
  /** The word, or the name of the person. */
  detail: string
  /** Rises with every change of any row. */
  revision: number
}

/** What was ever recorded about consent. Nothing here is changed. */
export interface ConsentLogTable extends Omit<ConsentTable, 'since' | 'revision'> {
  at: Time
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
  flowId: string
  session: string
  owner: string
  name: string
  isEditing: boolean
  hereUntil: Time
}
