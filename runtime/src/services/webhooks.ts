import { AppError } from '@patchbay/shared/errors'
import { storableText } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { DAY_MS } from '@patchbay/shared/time'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlows, LiveTrigger } from '../engine/live-flows.ts'
import type { OnGone } from '../engine/run-results.ts'
import type { CallerAnswer } from '../kit/caller-answer.ts'
import { MOST_MEDIA_BYTES } from '../kit/media.ts'
import { DEFAULT_BODY_LIMIT } from '../kit/read-body.ts'
import { originHeaders } from '../nodes/triggers/webhook/allowed-origins.ts'
import { checkCredential, checkSignature } from '../nodes/triggers/webhook/check-sender.ts'
import type { webhook } from '../nodes/triggers/webhook/definition.ts'
import { eventId, unwantedEvent } from '../nodes/triggers/webhook/event-rules.ts'
import { answerBareHandshake, answerHandshake, type HandshakeAnswer } from '../nodes/triggers/webhook/handshake.ts'
import type { WebhookAuth } from '../nodes/triggers/webhook/signature-schemes.ts'
import type { WebhookHead } from '../nodes/triggers/webhook/webhook-request.ts'
import { mediaTypeOf } from '../platform/content/media-type.ts'
import { readEventBody } from '../platform/content/read-event-body.ts'
import type { DedupeClaim } from '../store/runs/run-records.ts'
import { callerWait, untilOf } from './caller-wait.ts'
import type { EventFiles } from './event-files.ts'
import { type RequestLog, type RequestVerdict, refusalOf } from './request-log.ts'
import type { SampleListeners } from './sample-listeners.ts'
import { startWithFiles } from './start-with-files.ts'
import { webhookEvent } from './webhook-event.ts'

export interface WebhookRequest extends WebhookHead {
  readonly path: string
  /** The caller's address. */
  readonly client: string
  readonly onGone: OnGone
  /** Reads the body, unpacked. Called only once the caller is authenticated, unless its proof is over the body. */
  readonly readBytes: (mostBytes: number) => Promise<Uint8Array>
}

/** What became of a request that was not refused. */
export type WebhookOutcome =
  /** Of a repeated event, `runId` is the run that the first one started. */
  | {
      readonly kind: 'started'
      readonly runId: string
      readonly isRepeated: boolean
      /** What the flow has answered, if the caller waits for that. */
      readonly answer: CallerAnswer | null
    }
  /** The webhook starts the flow for other events only. */
  | { readonly kind: 'ignored'; readonly event: string }
  | { readonly kind: 'handshake'; readonly answer: HandshakeAnswer }
  /** The flow is not live, and its builder waited for a request to see. */
  | { readonly kind: 'sample' }

export interface Webhooks {
  /**
   * Starts the flow whose webhook has this path. Resolves once the run is stored.
   * @throws AppError NOT_FOUND, METHOD_NOT_ALLOWED, UNAUTHENTICATED, INVALID_TOKEN, FLOW_NOT_LIVE, BAD_REQUEST
   */
  receive(request: WebhookRequest): Promise<WebhookOutcome>
  /** The headers that let a page of this origin call the webhook; undefined when it may not. */
  originHeaders(path: string, origin: string | undefined): Readonly<Record<string, string>> | undefined
  /** The methods that the webhook at this path accepts; none where no webhook is. */
  methodsOf(path: string): readonly string[]
}

/** Longer than any service goes on repeating an event. */
const REPEAT_WINDOW_MS = 14 * DAY_MS

type WebhookInputs = InputsOf<typeof webhook>

export interface WebhooksOptions {
  readonly engine: Engine
  readonly liveFlows: LiveFlows
  readonly requests: RequestLog
  readonly samples: SampleListeners
  readonly filesOfEvent: () => EventFiles
  readonly now: () => Date
}

interface Found {
  readonly trigger: LiveTrigger
  readonly inputs: WebhookInputs
  /** False for a draft that listens for a sample. */
  readonly isLive: boolean
}

export function createWebhooks(options: WebhooksOptions): Webhooks {
  const { engine, liveFlows, requests, samples, filesOfEvent, now } = options
  const find = (path: string) => foundBy(liveFlows.byWebhookPath(path), true)

  function foundBy(trigger: LiveTrigger | undefined, isLive: boolean): Found | undefined {
    const node = trigger?.live.plan.nodes.get(trigger.triggerNodeId)
    if (trigger === undefined || node?.kind !== 'trigger') return undefined
    // Only a webhook listens to a path, and the deploy has checked its inputs against its definition.
    return { trigger, inputs: node.inputs as WebhookInputs, isLive }
  }

  async function answer(
    { readBytes, onGone, ...head }: WebhookRequest,
    { trigger, inputs, isLive }: Found,
  ): Promise<WebhookOutcome> {
    const { auth = { type: 'none' }, verifyToken = '' } = inputs
    const bare = answerBareHandshake(head, verifyToken)
    if (bare !== undefined) return { kind: 'handshake', answer: bare }
    engine.refuseWhenFull(trigger.live.flowId)
    requireMethod(head.method, methodsOf(inputs))
    checkCredential(head, auth)
    const bytes = await readBytes(mostBytes(head, auth))
    checkSignature(head, bytes, auth, now())
    const files = filesOfEvent()
    const { text, tree } = readEventBody(bytes, head.headers['content-type'], files.add)
    const handshake = answerHandshake(head, tree, auth)
    if (handshake !== undefined) return { kind: 'handshake', answer: handshake }
    samples.hear(trigger, { method: head.method, body: tree })
    if (!isLive) return { kind: 'sample' }
    const event = unwantedEvent(head, tree, inputs)
    if (event !== undefined) return { kind: 'ignored', event }
    const data = webhookEvent(head, { text, tree }, auth)
    const id = eventId(head, tree, inputs)
    const dedupe = id === undefined ? {} : { dedupe: claimOf(trigger.triggerNodeId, id, now()) }
    const wait = callerWait(trigger)
    const started = { ...trigger, event: { data, ...untilOf(wait, now()) }, ...dedupe }
    const { runId, duplicate, outcome } = await startWithFiles(files, () =>
      engine.startRun(started, wait && { ...wait, onGone }),
    )
    return { kind: 'started', runId, isRepeated: duplicate, answer: outcome?.answer ?? null }
  }

  return {
    async receive(request) {
      const found = find(request.path) ?? foundBy(await samples.byPath(request.path), false)
      if (found === undefined) throw new AppError('NOT_FOUND', 'No live webhook is here.')
      const { live, triggerNodeId: nodeId } = found.trigger
      const note = (verdict: RequestVerdict) => {
        const { method, client } = request
        requests.add(live.flowId, { at: now().toISOString(), nodeId, method, client, ...verdict })
      }
      try {
        const outcome = await answer(request, found)
        note(verdictOf(outcome))
        return outcome
      } catch (thrown) {
        note(refusalOf(thrown))
        throw thrown
      }
    },

    originHeaders: (path, origin) => originHeaders(origin, find(path)?.inputs.allowedOrigins ?? ''),

    methodsOf(path) {
      const found = find(path)
      return found === undefined ? [] : methodsOf(found.inputs)
    },
  }
}

/** A form with files may be larger where the sender is known before its body is read. */
function mostBytes({ headers }: WebhookHead, { type }: WebhookAuth): number {
  const isForm = mediaTypeOf(headers['content-type']).startsWith('multipart/')
  return isForm && (type === 'basic' || type === 'header') ? MOST_MEDIA_BYTES : DEFAULT_BODY_LIMIT
}

function verdictOf(outcome: WebhookOutcome): RequestVerdict {
  if (outcome.kind === 'sample') return { verdict: 'answered', status: 200, detail: 'Sample', runId: null }
  if (outcome.kind === 'ignored') return { verdict: 'ignored', status: 200, detail: outcome.event, runId: null }
  if (outcome.kind === 'handshake') {
    return { verdict: 'answered', status: 200, detail: outcome.answer.service, runId: null }
  }
  const { isRepeated, answer, runId } = outcome
  return { verdict: isRepeated ? 'repeated' : 'started', status: answer?.status ?? 202, detail: '', runId }
}

/** Services that repeat an event may change its body, such as a count of attempts: the ID alone counts. */
function claimOf(nodeId: number, id: string, at: Date): DedupeClaim {
  const expiresAt = new Date(at.getTime() + REPEAT_WINDOW_MS)
  return { credential: `webhook:${nodeId}`, key: storableText(id), bodyHash: '', expiresAt }
}

function methodsOf({ methods = [] }: WebhookInputs): readonly string[] {
  return methods.length > 0 ? methods : ['POST']
}

function requireMethod(method: string, methods: readonly string[]): void {
  if (methods.includes(method)) return
  const allow = methods.join(', ')
  throw new AppError('METHOD_NOT_ALLOWED', `This webhook accepts ${allow}.`, { headers: { allow } })
}
