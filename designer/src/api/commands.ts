import type {
  ActionTestRequest,
  AddAddress,
  AddColumn,
  Address,
  AssignAddresses,
  ChangeAccount,
  ChangeAgentStatus,
  ChangeInstallation,
  ChangePassword,
  ChangeTable,
  ChangeUser,
  ConsentAnswers,
  CreateAccount,
  CreateOwnToken,
  CreateTable,
  CreateUser,
  ImportAddresses,
  ImportConsent,
  KeepWorkingCopy,
  MatchAgent,
  NewWebhook,
  Presence,
  ReplayRequest,
  Resend,
  ResetPassword,
  SetConsent,
  SetQuietHours,
  SetRow,
  Setup,
  SignIn,
  SimulatedPhone,
  SimulatorReceipt,
  SimulatorText,
  TestRequest,
  WebhookChange,
} from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { call } from './client.ts'
import { tellOtherTabs } from './session-signal.ts'

// The calls that change something, one function each. Callers invalidate what they changed.

export async function signIn(body: SignIn) {
  const session = await call('POST /api/session', { body })
  tellOtherTabs('signed-in')
  return session
}
export async function signOut() {
  await call('DELETE /api/session')
  tellOtherTabs('signed-out')
}
/** Ends all sessions of the person, the one of this browser included. */
export async function signOutEverywhere() {
  await call('DELETE /api/sessions')
  tellOtherTabs('signed-out')
}
/** Ends all other sessions of the person. */
export const changePassword = (body: ChangePassword) => call('PUT /api/session/password', { body })
export const listenForSample = (id: string, nodeId: number) =>
  call('POST /api/flows/:id/listen', { params: { id }, query: { nodeId: String(nodeId) } })
/** Starts the saved draft, or what is live, as its trigger would. */
export const testFlow = (id: string, body: TestRequest) => call('POST /api/flows/:id/test', { params: { id }, body })
export const resetPassword = (body: ResetPassword) => call('POST /api/password-reset', { body })
/** Makes the first administrator and signs them in. */
export const setUp = (body: Setup) => call('POST /api/setup', { body })

export const createFlow = (document: Flow) => call('POST /api/flows', { body: document })
/** `workingCopy` names the copy on the server that becomes the draft with this. */
export const saveFlow = (id: string, revision: number, document: Flow, workingCopy?: string) =>
  call('PUT /api/flows/:id', { params: { id }, body: document, revision, query: { workingCopy } })
/** `isLast`: the page is about to close. */
export const keepWorkingCopy = (id: string, copy: string, body: KeepWorkingCopy, isLast = false) =>
  call('PUT /api/flows/:id/working-copies/:copy', { params: { id, copy }, body, isLast })
export const dropWorkingCopy = (id: string, copy: string, isLast = false) =>
  call('DELETE /api/flows/:id/working-copies/:copy', { params: { id, copy }, isLast })
/** Says that this page has the flow open; answers who has. */
export const enterFlow = (id: string, session: string, body: Presence, signal: AbortSignal) =>
  call('PUT /api/flows/:id/presence/:session', { params: { id, session }, body, signal })
export const leaveFlow = (id: string, session: string) =>
  call('DELETE /api/flows/:id/presence/:session', { params: { id, session }, isLast: true })
/** A copy of the draft, without its secrets. */
export const duplicateFlow = (id: string) => call('POST /api/flows/:id/duplicate', { params: { id } })
export const deleteFlow = (id: string) => call('DELETE /api/flows/:id', { params: { id } })
export const deployFlow = (id: string, revision: number) =>
  call('POST /api/flows/:id/deploy', { params: { id }, revision })
export const undeployFlow = (id: string) => call('POST /api/flows/:id/undeploy', { params: { id } })
/** Keeps arriving events back, or lets them start runs again. */
export const setFlowPaused = (id: string, paused: boolean) =>
  call(paused ? 'POST /api/flows/:id/pause' : 'POST /api/flows/:id/resume', { params: { id } })
/** Makes an earlier version live again. */
export const deployVersion = (id: string, version: number) =>
  call('POST /api/flows/:id/versions/:version/deploy', { params: { id, version: String(version) } })
/** Problems of a document that need not be saved. `flowId` lets its sealed secrets count as present. */
export const validateFlow = (document: Flow, flowId?: string, signal?: AbortSignal) =>
  call('POST /api/flows/validate', {
    body: document,
    query: { flowId },
    ...(signal === undefined ? {} : { signal }),
  })

export const addAddress = (body: AddAddress) => call('POST /api/addresses', { body })
export const deleteAddress = ({ channel, value }: Address) =>
  call('DELETE /api/addresses/:channel/:value', { params: { channel, value } })
export const renameAddress = ({ channel, value }: Address, label: string) =>
  call('PUT /api/addresses/:channel/:value', { params: { channel, value }, body: { label } })
export const assignAddresses = (body: AssignAddresses) => call('POST /api/addresses/assign', { body })
export const clearAddresses = (addresses: readonly Address[]) =>
  call('POST /api/addresses/clear', { body: { addresses: [...addresses] } })

/** Ends a run now, or after the step under way: the answer's status says which. */
export const cancelRun = (id: string) => call('POST /api/runs/:id/cancel', { params: { id } })
/** Does a run again as a new one, on the live version where that is possible. */
export const replayRun = (id: string, body: ReplayRequest = {}) =>
  call('POST /api/runs/:id/replay', { params: { id }, body })
/** Does events that were held too long again, in their order. The answer says how many are left. */
export const replayDeadLetters = (flowId: string) =>
  call('POST /api/flows/:id/dead-letters/replay', { params: { id: flowId }, body: {} })
export const testAction = (type: string, body: ActionTestRequest, signal?: AbortSignal) =>
  call('POST /api/actions/:type/test', {
    params: { type },
    body,
    ...(signal === undefined ? {} : { signal }),
  })
export const upgradeAction = (type: string, typeVersion: number, inputs: Readonly<Record<string, unknown>>) =>
  call('POST /api/actions/:type/upgrade', { params: { type }, body: { typeVersion, inputs } })
export const sendSimulatorText = (body: SimulatorText) => call('POST /api/simulator/messages', { body })
/** Stores a file that a message will carry. */
export const uploadFile = (file: File) => call('POST /api/media', { query: { name: file.name }, file })
/** What a carrier would report about a message of the simulator. */
export const makeReceipt = (id: string, body: SimulatorReceipt) =>
  call('POST /api/simulator/messages/:id/receipt', { params: { id }, body })
export const setSimulatedPhone = ({ channel, value: contact }: Address, body: SimulatedPhone) =>
  call('PUT /api/simulator/phones/:channel/:contact', { params: { channel, contact }, body })
/** Lets the time pass that a run waits for. */
export const endWaitOfRun = (id: string) => call('POST /api/simulator/runs/:id/end-wait', { params: { id } })

export const setConsent = (body: SetConsent) => call('PUT /api/consent', { body })
export const importConsent = (body: ImportConsent) => call('POST /api/consent/import', { body })
export const setQuietHours = (body: SetQuietHours) => call('PUT /api/consent/quiet-hours', { body })
export const setConsentAnswers = (body: ConsentAnswers) => call('PUT /api/consent/answers', { body })

export const createTable = (body: CreateTable) => call('POST /api/tables', { body })
export const changeTable = (table: string, body: ChangeTable) =>
  call('PUT /api/tables/:table', { params: { table }, body })
export const deleteTable = (table: string) => call('DELETE /api/tables/:table', { params: { table } })
export const addColumn = (table: string, body: AddColumn) =>
  call('POST /api/tables/:table/columns', { params: { table }, body })
export const renameColumn = (table: string, column: string, name: string) =>
  call('PUT /api/tables/:table/columns/:column', { params: { table, column }, body: { name } })
export const deleteColumn = (table: string, column: string) =>
  call('DELETE /api/tables/:table/columns/:column', { params: { table, column } })
export const addRow = (table: string, cells: SetRow['cells']) =>
  call('POST /api/tables/:table/rows', { params: { table }, body: { cells } })
export const changeRow = (table: string, row: string, cells: SetRow['cells']) =>
  call('PUT /api/tables/:table/rows/:row', { params: { table, row }, body: { cells } })
export const deleteRow = (table: string, row: string) =>
  call('DELETE /api/tables/:table/rows/:row', { params: { table, row } })
/** `check`: only says what the import would do. */
export const importRows = (
  table: string,
  file: Blob,
  options: { readonly check: boolean; readonly addColumns: boolean },
) =>
  call('POST /api/tables/:table/import', {
    params: { table },
    query: { check: options.check ? 'true' : 'false', addColumns: options.addColumns ? 'true' : 'false' },
    file,
  })

export const changeAgentStatus = (body: ChangeAgentStatus) => call('PUT /api/agent-status', { body })
export const createOwnToken = (body: CreateOwnToken) => call('POST /api/session/tokens', { body })
export const renameOwnToken = (id: string, name: string) =>
  call('PUT /api/session/tokens/:id', { params: { id }, body: { name } })
export const deleteOwnToken = (id: string) => call('DELETE /api/session/tokens/:id', { params: { id } })
export const deleteToken = (id: string) => call('DELETE /api/tokens/:id', { params: { id } })

export const changeInstallation = (body: ChangeInstallation) => call('PUT /api/installation', { body })
export const createUser = (body: CreateUser) => call('POST /api/users', { body })
export const changeUser = (id: string, body: ChangeUser) => call('PUT /api/users/:id', { params: { id }, body })
export const createPasswordReset = (id: string) => call('POST /api/users/:id/password-reset', { params: { id } })
export const deleteUser = (id: string) => call('DELETE /api/users/:id', { params: { id } })

export const createAccount = (body: CreateAccount) => call('POST /api/accounts', { body })
export const changeAccount = (id: string, body: ChangeAccount) =>
  call('PUT /api/accounts/:id', { params: { id }, body })
export const deleteAccount = (id: string) => call('DELETE /api/accounts/:id', { params: { id } })
export const testAccount = (id: string) => call('POST /api/accounts/:id/test', { params: { id } })
export const importAddresses = (id: string, body: ImportAddresses) =>
  call('POST /api/accounts/:id/addresses', { params: { id }, body })
export const connectAccount = (id: string) => call('POST /api/accounts/:id/connect', { params: { id } })
export const setAccountWebhook = (id: string) => call('POST /api/accounts/:id/webhook', { params: { id } })
export const changeSynchronization = (id: string, subject: string, isOn: boolean) =>
  call('PUT /api/accounts/:id/synchronizations/:subject', { params: { id, subject }, body: { isOn } })
/** @param isWhole everything is asked for again, not only what has changed */
export const startSynchronization = (id: string, subject: string, isWhole: boolean) =>
  call('POST /api/accounts/:id/synchronizations/:subject/start', { params: { id, subject }, body: { isWhole } })
export const matchAgent = (id: string, externalId: string, body: MatchAgent) =>
  call('PUT /api/accounts/:id/agents/:externalId', { params: { id, externalId }, body })

/** Says what an import would do; nothing is stored. */
export const checkManifest = (body: unknown) => call('POST /api/integrations/check', { body })
/** @param replaces the version that the caller has seen; 0 for one that must be new */
export const putIntegration = (name: string, body: unknown, replaces: number) =>
  call('PUT /api/integrations/:name', { params: { name }, body, revision: replaces })
export const deleteIntegration = (name: string) => call('DELETE /api/integrations/:name', { params: { name } })
export const readManifestVersion = (name: string, version: number) =>
  call('GET /api/integrations/:name/versions/:version/manifest', { params: { name, version: String(version) } })

/** Sends a PING first, unless it is created turned off. The answer has the signing secret, this once. */
export const createWebhook = (body: NewWebhook) => call('POST /api/webhooks', { body })
export const changeWebhook = (id: string, body: WebhookChange) =>
  call('PATCH /api/webhooks/:id', { params: { id }, body })
export const deleteWebhook = (id: string) => call('DELETE /api/webhooks/:id', { params: { id } })
export const pingWebhook = (id: string) => call('POST /api/webhooks/:id/ping', { params: { id } })
export const renewWebhookSecret = (id: string) => call('POST /api/webhooks/:id/secret', { params: { id } })
export const stopOlderWebhookSecret = (id: string) => call('DELETE /api/webhooks/:id/secret', { params: { id } })
export const resendEvents = (id: string, body: Resend) =>
  call('POST /api/webhooks/:id/resend', { params: { id }, body })
