import type {
  AccountCheck,
  AddNumber,
  AssignNumbers,
  ChangeAccount,
  ChangeUser,
  CreateAccount,
  CreatedToken,
  CreateToken,
  CreateUser,
  DeployResponse,
  FlowResource,
  KeepWorkingCopy,
  NumberResource,
  Page,
  Presence,
  PresentEditor,
  ReplayRequest,
  RunResource,
  SavedAccount,
  SessionResource,
  Setup,
  SignIn,
  SimulatorMessage,
  SimulatorText,
  UserResource,
  ValidateResponse,
  WebCallTest,
  WebCallTestResponse,
} from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { api } from './client.ts'

// The calls that change something, one function each. Callers invalidate what they changed.

export const signIn = (body: SignIn) => api<SessionResource>('POST', '/session', { body })
export const signOut = () => api<null>('DELETE', '/session')
/** Makes the first administrator and signs them in. */
export const setUp = (body: Setup) => api<SessionResource>('POST', '/setup', { body })

export const createFlow = (document: Flow) => api<FlowResource>('POST', '/flows', { body: document })
/** `workingCopy` names the copy on the server that becomes the draft with this. */
export const saveFlow = (id: string, revision: number, document: Flow, workingCopy?: string) =>
  api<FlowResource>('PUT', `/flows/${id}`, { body: document, revision, query: { workingCopy } })
/** `isLast`: the page is about to close. */
export const keepWorkingCopy = (id: string, copy: string, body: KeepWorkingCopy, isLast = false) =>
  api<null>('PUT', `/flows/${id}/working-copies/${copy}`, { body, isLast })
export const dropWorkingCopy = (id: string, copy: string, isLast = false) =>
  api<null>('DELETE', `/flows/${id}/working-copies/${copy}`, { isLast })
/** Says that this page has the flow open; answers who has. */
export const enterFlow = (id: string, session: string, body: Presence) =>
  api<Page<PresentEditor>>('PUT', `/flows/${id}/presence/${session}`, { body })
export const leaveFlow = (id: string, session: string) =>
  api<null>('DELETE', `/flows/${id}/presence/${session}`, { isLast: true })
/** A copy of the draft, without its secrets. */
export const duplicateFlow = (id: string) => api<FlowResource>('POST', `/flows/${id}/duplicate`, { body: {} })
export const deleteFlow = (id: string) => api<null>('DELETE', `/flows/${id}`)
export const deployFlow = (id: string, revision: number) =>
  api<DeployResponse>('POST', `/flows/${id}/deploy`, { body: {}, revision })
export const undeployFlow = (id: string) => api<FlowResource>('POST', `/flows/${id}/undeploy`, { body: {} })
/** Keeps arriving events back, or lets them start runs again. */
export const setFlowPaused = (id: string, paused: boolean) =>
  api<FlowResource>('POST', `/flows/${id}/${paused ? 'pause' : 'resume'}`, { body: {} })
/** Makes an earlier version live again. */
export const deployVersion = (id: string, version: number) =>
  api<DeployResponse>('POST', `/flows/${id}/versions/${version}/deploy`, { body: {} })
/** Problems of a document that need not be saved. `flowId` lets its sealed secrets count as present. */
export const validateFlow = (document: Flow, flowId?: string, signal?: AbortSignal) =>
  api<ValidateResponse>('POST', '/flows/validate', {
    body: document,
    ...(flowId === undefined ? {} : { query: { flowId } }),
    ...(signal === undefined ? {} : { signal }),
  })

export const addNumber = (body: AddNumber) => api<NumberResource>('POST', '/numbers', { body })
export const deleteNumber = (number: string) => api<null>('DELETE', `/numbers/${encodeURIComponent(number)}`)
export const assignNumbers = (body: AssignNumbers) => api<unknown>('POST', '/numbers/assign', { body })
export const clearNumbers = (numbers: readonly string[]) =>
  api<unknown>('POST', '/numbers/clear', { body: { numbers } })

/** Ends a run now, or after the step under way: the answer's status says which. */
export const cancelRun = (id: string) => api<RunResource>('POST', `/runs/${id}/cancel`, { body: {} })
/** Does a run again as a new one, on the live version where that is possible. */
export const replayRun = (id: string, body: ReplayRequest = {}) =>
  api<RunResource>('POST', `/runs/${id}/replay`, { body })
export const testWebCall = (body: WebCallTest, signal?: AbortSignal) =>
  api<WebCallTestResponse>('POST', '/actions/external-web-call/test', {
    body,
    ...(signal === undefined ? {} : { signal }),
  })
export const sendSimulatorText = (body: SimulatorText) => api<SimulatorMessage>('POST', '/simulator/messages', { body })

export const createToken = (body: CreateToken) => api<CreatedToken>('POST', '/tokens', { body })
export const deleteToken = (id: string) => api<null>('DELETE', `/tokens/${id}`)

export const createUser = (body: CreateUser) => api<UserResource>('POST', '/users', { body })
export const changeUser = (id: string, body: ChangeUser) => api<UserResource>('PUT', `/users/${id}`, { body })
export const deleteUser = (id: string) => api<null>('DELETE', `/users/${id}`)

export const createAccount = (body: CreateAccount) => api<SavedAccount>('POST', '/accounts', { body })
export const changeAccount = (id: string, body: ChangeAccount) => api<SavedAccount>('PUT', `/accounts/${id}`, { body })
export const deleteAccount = (id: string) => api<null>('DELETE', `/accounts/${id}`)
export const testAccount = (id: string) => api<AccountCheck>('POST', `/accounts/${id}/test`, { body: {} })
export const setAccountWebhook = (id: string) => api<AccountCheck>('POST', `/accounts/${id}/webhook`, { body: {} })
