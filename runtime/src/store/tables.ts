import type { Role, RunErrorBody, RunStatus, StepWarning } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { ColumnType, Generated } from 'kysely'

/**
 * Every table, as Kysely sees it: camelCase here, snake_case in SQL (CamelCasePlugin, which leaves the inside
 * of json values alone). The sign-in tables of better-auth are not listed: better-auth reads and writes them
 * itself, under the names of `auth-tables.ts`.
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
  apiToken: ApiTokenTable
  setting: SettingTable
}

/** Written as text made by `jsonText`, so that nothing the database cannot store gets in; read as parsed JSON. */
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
  /** The highest Action ID ever used; never falls. */
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
  /** The only host the secret may be sent to; null when it is sent nowhere. */
  host: string | null
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
  /** UUIDv7; its time is when the run was accepted. */
  id: string
  flowId: string
  version: number
  epoch: number
  /** The process that executes it; null once nobody does. */
  ownerId: string | null
  status: RunStatus
  triggerNodeId: number
  triggerType: string
  contact: string | null
  address: string | null
  input: JsonColumn<JsonObject>
  /** The action that starts next: the stored intent. Null once final. */
  nextNodeId: number | null
  cancelRequested: Generated<boolean>
  waitingFor: string | null
  dueAt: Time | null
  waitNo: Generated<number>
  failedStep: JsonColumn<FailedStep> | null
  warningCount: Generated<number>
  error: JsonColumn<RunErrorBody> | null
  result: JsonColumn<JsonObject> | null
  finishedAt: Time | null
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
}

/** Runs by flow and quarter of an hour, kept by the run writer so that no list ever counts a history. */
export interface RunCountTable {
  flowId: string
  startedQuarter: Time
  /** Each process counts in rows of its own, so that two of them never wait for each other. */
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

export interface MessageTable {
  id: string
  channel: string
  accountId: string
  address: string
  contact: string
  /** `in`: from the contact to us. */
  direction: 'in' | 'out'
  text: string
  mediaUrls: JsonColumn<readonly string[]>
  status: string
  at: Time
  runId: string | null
  /** Taken once: the idempotency key of a send or the provider's id of an inbound message. */
  key: string | null
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
}

export interface SettingTable {
  key: string
  value: JsonColumn<Json>
}
