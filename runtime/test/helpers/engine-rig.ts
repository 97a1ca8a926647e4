import type { Flow, FlowNode, FlowSettings } from '@patchbay/shared/flow'
import { defineNode, type RepeatRule } from '@patchbay/shared/nodes'
import { HOUR_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import { createEngine, type Engine, type EngineOptions } from '../../src/engine/engine.ts'
import { heldPerMinute } from '../../src/engine/hold-rules.ts'
import { createJumpTarget } from '../../src/engine/jump-target.ts'
import { createLiveEvents, type LiveEvents } from '../../src/engine/live-events.ts'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { createNodeRegistry } from '../../src/engine/node-registry.ts'
import { compilePlan } from '../../src/engine/plan.ts'
import type { Plans } from '../../src/engine/plans.ts'
import { type ActionModule, defineAction, type StepContext, type StepResult } from '../../src/kit/node.ts'
import type { KeepingSender } from '../../src/messaging/keeping-sender.ts'
import { actions, triggers } from '../../src/nodes/index.ts'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import { createMask } from '../../src/platform/secrets/mask.ts'
import { timings as productTimings } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { createProcessRepository } from '../../src/store/repositories/process-repository.ts'
import { createRunRepository, type RunRepository } from '../../src/store/runs/run-repository.ts'
import { createRunWriter } from '../../src/store/runs/run-writer.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { createTableRepository } from '../../src/tables/table-repository.ts'
import { createTableSteps } from '../../src/tables/table-steps.ts'
import { withoutJournal } from './database.ts'
import { createStepContext, noAccounts, noMessages } from './step-context.ts'

/** One process of Patchbay as far as runs go. */
export interface EngineNode {
  readonly engine: Engine
  readonly events: LiveEvents
  readonly processId: string
  /** How many groups of records its run writer has committed. */
  commits(): number
  /** Ends it as a lost machine would: nobody hears of it again, and its heartbeat is old. */
  lose(): Promise<void>
}

/** The engine on a real database, with flows of the test and no HTTP. */
export interface EngineRig {
  readonly runs: RunRepository
  /** What actions use, for a process that uses something else in part. */
  readonly services: EngineOptions['services']
  readonly faults: unknown[]
  /** Flows that are paused. */
  readonly paused: Set<string>
  /** Makes a flow live whose trigger (Inbound API unless told otherwise) has the id 1. */
  deploy(nodes: readonly FlowNode[], settings?: Partial<FlowSettings>, trigger?: string): LiveFlow
  /** Makes a flow live with these nodes and these connections, each `from exit to`. */
  deployGraph(nodes: readonly FlowNode[], connections: readonly string[], settings?: Partial<FlowSettings>): LiveFlow
  /** Starts one more process. */
  start(options?: Partial<EngineOptions>): Promise<EngineNode>
  close(): Promise<void>
}

export async function createEngineRig(
  database: Database,
  own: readonly ActionModule[] = [],
  messages: KeepingSender = noMessages,
): Promise<EngineRig> {
  const registry = createNodeRegistry([...triggers, ...actions, ...own])
  const runs = createRunRepository(database.kysely)
  const processes = createProcessRepository(database.kysely)
  const tables = createTableRepository(database.kysely)
  const { services } = createStepContext({
    now: () => new Date(),
    tables: createTableSteps({ kysely: database.kysely, tables, now: () => new Date() }),
  })
  const live = new Map<string, LiveFlow>()
  const paused = new Set<string>()
  const faults: unknown[] = []
  const nodes: EngineNode[] = []
  const web = createWebClient({ allow: ['127.0.0.1'] })
  const ownServices = { ...services, web, messages }

  const plans: Plans = {
    compile: () => Promise.reject(new Error('The rig compiles at deploy.')),
    async get(flowId) {
      const flow = live.get(flowId)
      if (flow === undefined) throw new Error('No such flow.')
      return flow.plan
    },
  }

  function makeLive(document: Flow): LiveFlow {
    const flowId = uuidv7()
    const mask = createMask(new Map())
    const plan = compilePlan({ flowId, version: 1, document, registry, secrets: new Map(), mask })
    const flow: LiveFlow = { flowId, name: document.name, version: 1, paused: false, plan, addresses: [] }
    live.set(flowId, flow)
    return flow
  }

  // Several processes share the database here, also where it is the embedded one: heartbeats decide, and the tables.
  const shared: Database = { ...withoutJournal(database), kind: 'postgres' }

  async function start(options: Partial<EngineOptions> = {}): Promise<EngineNode> {
    const { timings = productTimings } = options
    const processId = uuidv7()
    let commits = 0
    const onFlush = () => void commits++
    const life: Life = { isOver: false }
    const writer = mortal(createRunWriter(shared, { now: () => new Date(), processId, timings, onFlush }), life)
    const events = createLiveEvents((error) => faults.push(error))
    const engine = createEngine({
      processId,
      writer,
      runs,
      processes: mortal(processes, life),
      plans,
      services: ownServices,
      accounts: noAccounts,
      events,
      maxConcurrentRuns: 64,
      queueLimit: 20_000,
      timings,
      holdTextsMs: HOUR_MS,
      answeringTypes: () => registry.catalog.nodes.filter(({ answers }) => answers).map(({ id }) => id),
      jumpTarget: createJumpTarget({ get: (flowId) => live.get(flowId) }),
      isHeld: (flowId) => paused.has(flowId),
      heldPerMinute: (flowId) => heldPerMinute(live.get(flowId)?.plan),
      processInfo: { host: 'test', pid: 1, version: '0' },
      onFault: (error) => faults.push(error),
      ...options,
    })
    await engine.start()
    const node: EngineNode = {
      engine,
      events,
      processId,
      commits: () => commits,
      async lose() {
        nodes.splice(nodes.indexOf(node), 1)
        life.isOver = true
        await database.kysely
          .updateTable('process')
          .set({ heartbeatAt: new Date(0) })
          .where('id', '=', processId)
          .execute()
      },
    }
    nodes.push(node)
    return node
  }

  return {
    runs,
    services: ownServices,
    faults,
    paused,
    deploy: (flowNodes, settings = {}, trigger = 'inbound-api') => makeLive(documentOf(flowNodes, settings, trigger)),
    deployGraph: (flowNodes, connections, settings = {}) =>
      makeLive({
        ...documentOf([], settings, 'inbound-api'),
        nodes: [...flowNodes],
        connections: connections.map((text) => {
          const [from = '', exit = '', to = ''] = text.split(' ')
          return { from: Number(from), exit, to: Number(to) }
        }),
      }),
    start,
    async close() {
      await Promise.all(nodes.map(({ engine }) => engine.stop(0)))
      await web.close()
    },
  }
}

interface Life {
  isOver: boolean
}

/** A part that stores nothing and answers nobody once the life of its process is over, as after a kill. */
function mortal<Part extends object>(real: Part, life: Life): Part {
  return new Proxy(real, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      return life.isOver && typeof value === 'function' ? () => new Promise(() => {}) : value
    },
  })
}

/** A trigger and these actions, each connected to the next by its first exit and by On Failure where it has one. */
function documentOf(nodes: readonly FlowNode[], settings: Partial<FlowSettings>, triggerType: string): Flow {
  const trigger = nodeOf(1, triggerType)
  const chain = [trigger, ...nodes]
  return {
    formatVersion: 1,
    name: 'Rig',
    description: '',
    settings: { timeZone: 'America/New_York', maxSteps: 1_000, ...settings },
    nodes: chain,
    connections: chain.slice(1).map((node, index) => {
      const from = chain[index] ?? trigger
      const exit = from.type.startsWith('test-') || from.type.startsWith('external') ? 'success' : 'next'
      return { from: from.id, exit, to: node.id }
    }),
    notes: [],
  }
}

export function nodeOf(
  id: number,
  type: string,
  inputs: FlowNode['inputs'] = {},
  more: Partial<FlowNode> = {},
): FlowNode {
  return { id, type, name: `Action ${id}`, position: { x: id * 100, y: 0 }, inputs, ...more }
}

/** Sends one event to the flow's trigger and answers the run's id. */
export async function startRun(
  { engine }: EngineNode,
  live: LiveFlow,
  body: Record<string, string | number> = {},
): Promise<string> {
  return (await engine.startRun({ live, triggerNodeId: 1, event: { data: { body } } })).runId
}

/** The definition of an action of a test: one text input, exits On Success and On Failure. */
export function testDefinition(id: string, repeat: RepeatRule = 'safe') {
  return defineNode({
    id,
    typeVersion: 1,
    kind: 'action',
    category: 'logic',
    title: id,
    description: 'Of a test.',
    icon: 'bug',
    keywords: [],
    variablePrefix: id.replaceAll(/[^a-z]/g, '').toUpperCase(),
    inputs: Type.Object(
      { text: Type.Optional(Type.String({ 'x-template': { place: 'text' } })) },
      { additionalProperties: false },
    ),
    outputs: [],
    sets: [],
    exits: [
      { id: 'success', label: 'On Success' },
      { id: 'failure', label: 'On Failure' },
    ],
    repeat,
    summary: [],
    defaults: {},
  })
}

/** An action of a test that never waits. */
export function testAction(
  id: string,
  run: (context: StepContext, text: string) => Promise<StepResult>,
  repeat: RepeatRule = 'safe',
): ActionModule {
  return defineAction(testDefinition(id, repeat), { run: (inputs, context) => run(context, inputs.text ?? '') })
}
