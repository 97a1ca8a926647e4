import { createHash } from 'node:crypto'
import { mayReach, type TriggerResource, type TriggerRunResource } from '@patchbay/shared/api'
import { expectedInputsOf } from '@patchbay/shared/calls'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { DAY_MS } from '@patchbay/shared/time'
import type { Engine, StartedRun } from '../engine/engine.ts'
import type { LiveFlow, LiveFlows, LiveTrigger } from '../engine/live-flows.ts'
import type { OnGone } from '../engine/run-results.ts'
import { basicCredentials, type NamedPassword } from '../kit/basic-credentials.ts'
import { requireId } from '../kit/ids.ts'
import { createTextCheck } from '../platform/constant-time.ts'
import { isRecord } from '../platform/is-record.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { DedupeClaim } from '../store/runs/run-records.ts'
import type { RunRepository } from '../store/runs/run-repository.ts'
import { callerWait, untilOf } from './caller-wait.ts'
import { type Credentials, invalidToken } from './credentials.ts'
import { noted } from './noted-requests.ts'
import type { RequestLog } from './request-log.ts'
import type { SampleListeners } from './sample-listeners.ts'

const keyLifeMs = DAY_MS

export interface ApiTriggerRequest {
  readonly flowId: string
  readonly token: string | undefined
  readonly idempotencyKey?: string
  /** Seconds that the caller asks to wait for the end of the run. */
  readonly waitSeconds?: number
  readonly onGone?: OnGone
  /** The caller's address, for the list of the last requests. */
  readonly client: string
  /** Reads the body. Called only once the caller is authenticated, so that a stranger costs little. */
  readonly readBody: () => Promise<SentInputs>
}

export interface SentInputs {
  readonly body: JsonObject
  /** A form, whose values are texts: they are read by the types of the Expected Inputs. */
  readonly isForm: boolean
  /** The body as it arrived, to tell a repeated request from another one with the same key. */
  readonly text: string
}

/** A request whose body names the flow. */
export interface NamingRequest {
  readonly client: string
  readonly token: string | undefined
  /** Called only once the caller may start some flow. */
  readonly readBody: () => Promise<SentInputs & { readonly flowId: string }>
}

/** The request started nothing: it was waited for as a sample, and the flow is not live. */
export interface TakenSample {
  readonly isSample: true
}

export interface ApiTriggers {
  /**
   * Starts a flow by its Inbound API trigger. Resolves once the run is stored, and for a caller that waits once it has ended
   * or answered.
   * @throws AppError FLOW_NOT_FOUND, FLOW_NOT_LIVE, UNAUTHENTICATED, INVALID_TOKEN, FORBIDDEN, MISSING_INPUT,
   * WRONG_INPUT, KEY_REUSED, TOO_MANY_REQUESTS
   */
  start(request: ApiTriggerRequest): Promise<StartedRun | TakenSample>
  /** As `start`, for the flow that the body names. */
  startNamed(request: NamingRequest): Promise<(StartedRun | TakenSample) & { readonly flowId: string }>
  /** The flows that the token may start, by flow name. */
  list(token: string | undefined, baseUrl: string): Promise<readonly TriggerResource[]>
  /** The state of a run, for the credential that started it. @throws AppError RUN_NOT_FOUND and as `start` */
  run(flowId: string, runId: string, token: string | undefined): Promise<TriggerRunResource>
}

export interface ApiTriggersOptions {
  readonly engine: Engine
  readonly liveFlows: LiveFlows
  readonly flows: FlowRepository
  readonly runs: RunRepository
  readonly credentials: Credentials
  readonly requests: RequestLog
  readonly samples: SampleListeners
  /**
   * Returns the account of an outside service that may start flows with these credentials. @throws AppError FORBIDDEN
   */
  signInToStart(credentials: NamedPassword): Promise<{ readonly id: string } | undefined>
  readonly now: () => Date
}

export function createApiTriggers(options: ApiTriggersOptions): ApiTriggers {
  const { engine, liveFlows, flows, runs, credentials, requests, samples, now } = options
  const ownTokens = new WeakMap<LiveFlow, (token: string) => boolean>()

  /** Whether this is the Auth Token of the trigger. Each live flow has at most one trigger of this kind. */
  function isOwnToken({ live, triggerNodeId }: LiveTrigger, token: string): boolean {
    const known = ownTokens.get(live)
    if (known !== undefined) return known(token)
    const isOwn = checkOf(authTokenOf(live, triggerNodeId))
    ownTokens.set(live, isOwn)
    return isOwn(token)
  }

  /**
   * Returns the token's holder when its role may start flows: programs made for that, and the administrator's
   * automation.
   */
  async function holderOf(token: string): Promise<string | undefined> {
    const basic = basicCredentials(token)
    if (basic !== undefined) {
      const account = await options.signInToStart(basic)
      return account === undefined ? undefined : `account:${account.id}`
    }
    const holder = await credentials.holder(token)
    if (holder === undefined) return undefined
    if (mayReach(holder.roles, 'api-user')) return `${holder.kind}:${holder.id}`
    throw new AppError('FORBIDDEN', "Flows are started by the trigger's Auth Token or a token of the role API user.")
  }

  /** @throws AppError saying why the flow cannot be started by a trigger */
  async function refuseFlow(id: string): Promise<never> {
    await flows.get(id)
    const reason = liveFlows.get(id) === undefined ? 'The flow is not live. Deploy it' : 'The live version has none'
    throw new AppError('FLOW_NOT_LIVE', `${reason}, with an Inbound API trigger, to start it here.`)
  }

  async function authenticate(trigger: LiveTrigger, token: string | undefined): Promise<string> {
    if (token === undefined) throw noToken()
    if (isOwnToken(trigger, token)) return 'auth-token'
    const holder = await holderOf(token)
    if (holder === undefined) throw invalidToken('This is neither the Auth Token of the trigger nor a valid API token.')
    return holder
  }

  /** The flows that the token may start. */
  async function startable(token: string | undefined): Promise<readonly LiveTrigger[]> {
    if (token === undefined) throw noToken()
    const all = liveFlows.all().flatMap((live) => liveFlows.apiTrigger(live.flowId) ?? [])
    const own = all.filter((trigger) => isOwnToken(trigger, token))
    if (own.length > 0) return own
    if ((await holderOf(token)) === undefined) throw invalidToken('This is not a valid token.')
    return all
  }

  async function start(request: ApiTriggerRequest): Promise<StartedRun | TakenSample> {
    const id = requireId(request.flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
    const trigger = liveFlows.apiTrigger(id)
    if (trigger === undefined) return await sampleOf(id, request)
    const { client, waitSeconds } = request
    const call = { at: now(), client, ...(waitSeconds === undefined ? {} : { waitSeconds }) }
    return await noted(requests, trigger, call, () => startBy(trigger, request))
  }

  /** A request to a flow that is not live is taken as a sample, if one is waited for. */
  async function sampleOf(id: string, { token, readBody }: ApiTriggerRequest): Promise<TakenSample> {
    const draft = (await samples.apiTrigger(id)) ?? (await refuseFlow(id))
    await authenticate(draft, token)
    samples.hear(draft, { method: 'POST', body: (await readBody()).body })
    return { isSample: true }
  }

  async function startBy(trigger: LiveTrigger, request: ApiTriggerRequest): Promise<StartedRun> {
    const { token, idempotencyKey, readBody, waitSeconds, onGone } = request
    const startedBy = await authenticate(trigger, token)
    const { body, isForm, text } = await readBody()
    samples.hear(trigger, { method: 'POST', body })
    // A caller that has no connection to wait on, as one by SmartFlows' words, is answered at once.
    const wait = onGone && callerWait(trigger, waitSeconds)
    const dedupe = idempotencyKey === undefined ? {} : { dedupe: claim(startedBy, idempotencyKey, text, now()) }
    const event = { startedBy, data: isForm ? { body, isForm } : { body }, ...untilOf(wait, now()) }
    const started = await engine.startRun({ ...trigger, event, ...dedupe }, wait && { ...wait, onGone })
    if (!started.conflict) return started
    throw new AppError('KEY_REUSED', 'This Idempotency-Key was used with another body in the last 24 hours.')
  }

  return {
    start,

    async startNamed({ token, client, readBody }) {
      await startable(token)
      const { flowId, ...sent } = await readBody()
      return { ...(await start({ flowId, token, client, readBody: async () => sent })), flowId }
    },

    async list(token, baseUrl) {
      return (await startable(token)).map((trigger) => toResource(trigger, baseUrl)).sort(byName)
    },

    async run(flowId, runId, token) {
      if (token === undefined) throw noToken()
      const id = requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
      const trigger = liveFlows.apiTrigger(id)
      // The flow may not be live any more. An API token can still read the runs that it started.
      const caller = trigger === undefined ? await holderOf(token) : await authenticate(trigger, token)
      if (caller === undefined) throw invalidToken('This is not a valid API token.')
      const run = await runs.get(requireId(runId, 'RUN_NOT_FOUND', 'There is no such run.'))
      const startedBy = run.steps[0]?.inputs.startedBy
      if (run.flowId !== id || (startedBy !== caller && !caller.startsWith('operator:'))) {
        throw new AppError('RUN_NOT_FOUND', 'This credential has started no run with this id.')
      }
      const { status, result, error } = run
      return { runId: run.id, status, result, error, finishedAt: run.finishedAt?.toISOString() ?? null }
    },
  }
}

function noToken(): AppError {
  return new AppError('UNAUTHENTICATED', 'Send "Authorization: Bearer <Auth Token or API token>".', {
    headers: { 'www-authenticate': 'Bearer realm="patchbay"' },
  })
}

function claim(credential: string, key: string, bodyText: string, now: Date): DedupeClaim {
  const bodyHash = createHash('sha256').update(bodyText).digest('hex')
  return { credential, key, bodyHash, expiresAt: new Date(now.getTime() + keyLifeMs) }
}

function inputsOf(live: LiveFlow, nodeId: number): Readonly<Record<string, unknown>> {
  const node = live.plan.nodes.get(nodeId)
  return node?.kind === 'trigger' && isRecord(node.inputs) ? node.inputs : {}
}

function authTokenOf(live: LiveFlow, nodeId: number): string | undefined {
  const { authToken } = inputsOf(live, nodeId)
  return typeof authToken === 'string' && authToken !== '' ? authToken : undefined
}

function checkOf(authToken: string | undefined): (token: string) => boolean {
  return authToken === undefined ? () => false : createTextCheck(authToken)
}

function toResource({ live, triggerNodeId }: LiveTrigger, baseUrl: string): TriggerResource {
  const expectedInputs = expectedInputsOf(inputsOf(live, triggerNodeId).expectedInputs)
  return { flowId: live.flowId, name: live.name, url: `${baseUrl}/triggers/${live.flowId}`, expectedInputs }
}

function byName(a: TriggerResource, b: TriggerResource): number {
  return a.name.localeCompare(b.name)
}
