import { AppError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { Engine, StartedRun } from '../engine/engine.ts'
import type { LiveFlows } from '../engine/live-flows.ts'
import { equalText } from '../platform/constant-time.ts'
import { isRecord } from '../platform/is-record.ts'

export interface WebhookRequest {
  readonly path: string
  readonly method: string
  /** The names are in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: JsonObject
  /** Reads the body. Called only once the caller is authenticated. */
  readonly readBody: () => Promise<{ readonly text: string; readonly tree: Json }>
}

export interface Webhooks {
  /**
   * Starts the flow whose webhook has this path. Resolves once the run is stored.
   * @throws AppError NOT_FOUND, METHOD_NOT_ALLOWED, UNAUTHENTICATED, INVALID_TOKEN, FLOW_NOT_LIVE
   */
  receive(request: WebhookRequest): Promise<StartedRun>
}

/** Headers that carry credentials. They are left out of the run's data. */
const withheld = ['authorization', 'cookie', 'proxy-authorization']

export function createWebhooks({ engine, liveFlows }: { engine: Engine; liveFlows: LiveFlows }): Webhooks {
  return {
    async receive(request) {
      const trigger = liveFlows.byWebhookPath(request.path)
      const node = trigger?.live.plan.nodes.get(trigger.triggerNodeId)
      if (trigger === undefined || node?.kind !== 'trigger') throw new AppError('NOT_FOUND', 'No live webhook is here.')
      engine.refuseWhenFull(trigger.live.flowId)
      const inputs = isRecord(node.inputs) ? node.inputs : {}
      const auth = isRecord(inputs.auth) ? inputs.auth : {}
      requireMethod(request.method, inputs.methods)
      requireCredential(request.headers, auth)
      const { text, tree } = await request.readBody()
      const headers = visibleHeaders(request.headers, auth)
      const data = { body: tree, headers, query: request.query, method: request.method, rawBody: text }
      return engine.startRun({ ...trigger, event: { data } })
    },
  }
}

function requireMethod(method: string, ticked: unknown): void {
  const methods = Array.isArray(ticked) && ticked.length > 0 ? ticked.map(String) : ['POST']
  if (methods.includes(method)) return
  const allow = methods.join(', ')
  throw new AppError('METHOD_NOT_ALLOWED', `This webhook accepts ${allow}.`, { headers: { allow } })
}

function requireCredential(headers: WebhookRequest['headers'], auth: Readonly<Record<string, unknown>>): void {
  if (auth.type === 'basic') requireBasic(headers.authorization, auth)
  if (auth.type === 'header') requireHeader(headers, auth)
}

function requireHeader(headers: WebhookRequest['headers'], auth: Readonly<Record<string, unknown>>): void {
  const name = String(auth.headerName ?? '').toLowerCase()
  const given = headers[name]
  if (given === undefined) throw new AppError('UNAUTHENTICATED', 'The header that this webhook asks for is missing.')
  if (!isExpected(given, auth.headerValue)) throw new AppError('INVALID_TOKEN', 'The value of the header is wrong.')
}

function requireBasic(header: string | undefined, auth: Readonly<Record<string, unknown>>): void {
  const challenge = { headers: { 'www-authenticate': 'Basic realm="webhook", charset="UTF-8"' } }
  const encoded = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) throw new AppError('UNAUTHENTICATED', 'This webhook asks for Basic Auth.', challenge)
  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  // Both are always compared, so that the response time does not reveal which one was wrong.
  const isKnown = isExpected(username, auth.username)
  const isRight = isExpected(rest.join(':'), auth.password)
  if (!isKnown || !isRight) throw new AppError('INVALID_TOKEN', 'Username or password is wrong.', challenge)
}

/** A secret that is missing or empty matches no value. */
function isExpected(given: string, expected: unknown): boolean {
  return typeof expected === 'string' && expected !== '' && equalText(given, expected)
}

function visibleHeaders(headers: WebhookRequest['headers'], auth: Readonly<Record<string, unknown>>): JsonObject {
  const hidden = new Set(auth.type === 'header' ? [...withheld, String(auth.headerName).toLowerCase()] : withheld)
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hidden.has(name)))
}
