import type { SampleRequest, SampleState } from '@patchbay/shared/api'
import { shortenSample } from '@patchbay/shared/calls'
import { AppError } from '@patchbay/shared/errors'
import { isCalledByHttp, listenedPaths } from '@patchbay/shared/flow'
import { isJsonObject, type Json, stringifyJson } from '@patchbay/shared/json'
import { MINUTE_MS } from '@patchbay/shared/time'
import type { Signal } from '../cluster/signal.ts'
import type { LiveTrigger } from '../engine/live-flows.ts'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { compilePlan } from '../engine/plan.ts'
import { requireId } from '../kit/ids.ts'
import { createMask } from '../platform/secrets/mask.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import { inputErrors } from './input-problems.ts'

/** How long a request is waited for. */
const LISTEN_MS = 5 * MINUTE_MS
/** How often the other processes are told again, because a signal may be lost. */
const REPEAT_MS = 3_000
/** Most bytes of a sample, so that it fits into a signal. */
const MAX_SAMPLE_BYTES = 6_000
/** Beyond so many listeners nobody else may begin to listen. */
const MOST_LISTENERS = 500

type ListeningSignal = Extract<Signal, { readonly kind: 'listening' }>

/**
 * Waits for real requests to triggers, so that builders see what another system sends. Every process on the database knows
 * who listens, and any of them may get the request. Nothing is stored: after a few minutes, or a restart, it is over.
 */
export interface SampleListeners {
  /**
   * Begins to wait, with the credentials of the draft where the flow is not live.
   * @throws AppError FLOW_NOT_FOUND, NOT_FOUND for what is no trigger called by HTTP, INVALID_INPUT when it has problems
   */
  listen(flowId: string, nodeId: number): Promise<SampleState>
  state(flowId: string, nodeId: number): SampleState
  /** The trigger of a draft whose request is waited for, for requests that no live flow answers. */
  apiTrigger(flowId: string): Promise<LiveTrigger | undefined>
  byPath(path: string): Promise<LiveTrigger | undefined>
  /** Called with every request whose credential is right. */
  hear(trigger: LiveTrigger, request: { readonly method: string; readonly body: Json }): void
  /** Called with a signal of another process. */
  receive(signal: ListeningSignal): void
}

export interface SampleListenersOptions {
  readonly flows: FlowRepository
  readonly registry: NodeRegistry
  readonly vault: Vault
  send(signal: Signal): void
  now(): Date
}

interface Listener {
  readonly flowId: string
  readonly nodeId: number
  /** The path of its webhook. */
  readonly path: string | null
  readonly until: Date
  sample: SampleRequest | null
}

export function createSampleListeners(options: SampleListenersOptions): SampleListeners {
  const { flows, registry, vault, send, now } = options
  const listeners = new Map<string, Listener>()

  function current(): readonly Listener[] {
    for (const [key, { until }] of listeners) if (until <= now()) listeners.delete(key)
    return [...listeners.values()]
  }

  function tell({ until, ...rest }: Listener): void {
    send({ kind: 'listening', ...rest, until: until.toISOString() })
  }

  /** Until it is over, or replaced. */
  function repeat(listener: Listener): void {
    if (listeners.get(keyOf(listener)) !== listener || listener.until <= now()) return
    tell(listener)
    setTimeout(repeat, REPEAT_MS, listener).unref()
  }

  function waiting(isWanted: (listener: Listener) => boolean): Listener | undefined {
    return listeners.size === 0 ? undefined : current().find((one) => one.sample === null && isWanted(one))
  }

  /** The trigger alone, made ready from the draft: the rest of the flow may be unfinished. */
  async function triggerOf({ flowId, nodeId }: Pick<Listener, 'flowId' | 'nodeId'>): Promise<LiveTrigger> {
    const { document } = await flows.get(flowId)
    const alone = { ...document, nodes: document.nodes.filter(({ id }) => id === nodeId), connections: [] }
    const secrets = await vault.secretsOf(flowId, alone)
    const plan = compilePlan({ flowId, version: 0, document: alone, registry, secrets, mask: createMask(secrets) })
    const live = { flowId, name: document.name, version: 0, paused: false, plan, addresses: [] }
    return { live, triggerNodeId: nodeId }
  }

  async function ofDraft(listener: Listener | undefined): Promise<LiveTrigger | undefined> {
    return listener === undefined ? undefined : await triggerOf(listener)
  }

  return {
    async listen(id, nodeId) {
      const flowId = requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
      const { document } = await flows.get(flowId)
      const node = document.nodes.find(({ id }) => id === nodeId)
      const module = node === undefined ? undefined : registry.of(node)
      if (node === undefined || module === undefined || !isCalledByHttp(module.definition.listens)) {
        throw new AppError(
          'NOT_FOUND',
          `The saved flow has no trigger #${nodeId} that another system calls. Save it first.`,
        )
      }
      const errors = inputErrors(node.inputs, module)
      const [first] = errors
      if (first !== undefined) throw new AppError('INVALID_INPUT', first.message, { errors })
      if (current().length >= MOST_LISTENERS) {
        throw new AppError('TOO_MANY_REQUESTS', 'Too many triggers are listened to. Try again in a few minutes.')
      }
      const path = listenedPaths({ ...document, nodes: [node] }, () => module.definition)[0]?.path ?? null
      const listener = { flowId, nodeId, path, until: new Date(now().getTime() + LISTEN_MS), sample: null }
      listeners.set(keyOf(listener), listener)
      repeat(listener)
      return stateOf(listener)
    },

    state: (flowId, nodeId) => stateOf(current().find((one) => one.flowId === flowId && one.nodeId === nodeId)),

    apiTrigger: (flowId) => ofDraft(waiting((one) => one.path === null && one.flowId === flowId)),

    byPath: (path) => ofDraft(waiting((one) => one.path === path)),

    hear({ live: { flowId }, triggerNodeId }, { method, body }) {
      const listener = waiting((one) => one.flowId === flowId && one.nodeId === triggerNodeId)
      if (listener === undefined) return
      listener.sample = { at: now().toISOString(), method, body: smallSample(body) }
      tell(listener)
    },

    receive({ kind: _, until, ...rest }) {
      const listener = { ...rest, until: new Date(until) }
      const known = listeners.get(keyOf(listener))
      // Listened to again since: what is older counts no longer.
      if (known !== undefined && known.until > listener.until) return
      if (known === undefined || known.until < listener.until) listeners.set(keyOf(listener), listener)
      // The process that listens has not learnt of the sample: the signal was lost.
      else if (known.sample !== null && listener.sample === null) tell(known)
      else known.sample ??= listener.sample
    },
  }
}

function keyOf({ flowId, nodeId }: Pick<Listener, 'flowId' | 'nodeId'>): string {
  return `${flowId} ${nodeId}`
}

function stateOf(listener: Listener | undefined): SampleState {
  if (listener === undefined) return { until: null, sample: null }
  return { until: listener.sample === null ? listener.until.toISOString() : null, sample: listener.sample }
}

function smallSample(body: Json): Json {
  if (!isJsonObject(body) && !Array.isArray(body)) return typeof body === 'string' ? body.slice(0, 1_000) : body
  for (const most of [5_000, 2_000, 1_000]) {
    const sample = shortenSample(body, most)
    if (Buffer.byteLength(stringifyJson(sample)) <= MAX_SAMPLE_BYTES) return sample
  }
  return {}
}
