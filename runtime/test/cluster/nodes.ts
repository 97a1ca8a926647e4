import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flow, FlowNode } from '@patchbay/shared/flow'
import pg from 'pg'
import { type ApiDriver, createApiDriver } from '../helpers/api-driver.ts'
import { createDatabasePlace } from '../helpers/database.ts'
import { apiToken, type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'

/** A Patchbay process that shares its database with others. */
export interface Node extends ApiDriver {
  readonly process: RuntimeProcess
  /** Starts a flow by its Inbound API trigger. */
  trigger(flowId: string, headers?: Record<string, string>, signal?: AbortSignal): Promise<Response>
}

export interface Nodes {
  start(env?: Readonly<Record<string, string>>): Promise<Node>
  /** Runs a statement behind the back of the nodes. */
  query(statement: string): Promise<void>
  close(): Promise<void>
}

/** Nodes on a database of their own; `databaseUrl` names another one. */
export async function createNodes(databaseUrl?: string): Promise<Nodes> {
  const place = databaseUrl === undefined ? await createDatabasePlace('postgres') : undefined
  const options = place?.options ?? { databaseUrl: databaseUrl ?? '' }
  if (!('databaseUrl' in options)) throw new Error('Several nodes need Postgres.')
  const started: { readonly process: RuntimeProcess; readonly dataDir: string }[] = []
  return {
    async start(env = {}) {
      const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-node-'))
      const settings = {
        PATCHBAY_DATABASE_URL: options.databaseUrl,
        PATCHBAY_SECRET_KEY: 'one key of thirty-two characters for all nodes',
        ...env,
      }
      const process = await startRuntime({ dataDir, env: settings })
      started.push({ process, dataDir })
      return {
        process,
        ...createApiDriver(process.api),
        trigger: (flowId, headers = {}, signal) =>
          fetch(`${process.url}/triggers/${flowId}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', ...headers },
            body: '{}',
            ...(signal === undefined ? {} : { signal }),
          }),
      }
    },
    async query(statement) {
      const client = new pg.Client({ connectionString: options.databaseUrl })
      await client.connect()
      await client.query(statement)
      await client.end()
    },
    async close() {
      await Promise.all(started.map(({ process }) => process.stop('SIGKILL')))
      await Promise.all(started.map(({ dataDir }) => rm(dataDir, { recursive: true, force: true })))
      await place?.remove()
    },
  }
}

const position = { x: 0, y: 0 }

/** An Inbound API trigger, and web calls one after another. Each call names its run. */
export function callingFlow(name: string, calls: readonly { readonly url: string; readonly method: string }[]): Flow {
  const actions = calls.map(
    ({ url, method }, index): FlowNode => ({
      id: index + 2,
      type: 'external-web-call',
      name: `Call ${index + 1}`,
      position,
      inputs: {
        method,
        url,
        timeoutSeconds: 60,
        headers: [{ key: 'x-run', value: '${' + 'Run.id}' }],
        auth: { type: 'none' },
        responseVariables: [{ name: 'by', query: 'by' }],
      },
    }),
  )
  const inputs = { authToken: '', expectedInputs: [] }
  return flowOf(name, { id: 1, type: 'inbound-api', name: 'Start', position, inputs }, actions)
}

/** A webhook at this path. */
export function webhookFlow(name: string, path: string): Flow {
  const inputs = { path, methods: ['POST'], auth: { type: 'none' } }
  return flowOf(name, { id: 1, type: 'webhook', name: 'Hook', position, inputs }, [])
}

/** A text that is answered. */
export function answeringFlow(name: string): Flow {
  const inputs = { to: '$ANI', from: '$DNIS', message: 'Heard.' }
  const trigger: FlowNode = { id: 1, type: 'inbound-sms', name: 'Text', position, inputs: {} }
  return flowOf(name, trigger, [{ id: 2, type: 'send-sms', name: 'Answer', position, inputs }])
}

function flowOf(name: string, trigger: FlowNode, actions: readonly FlowNode[]): Flow {
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 1000 },
    nodes: [trigger, ...actions],
    connections: actions.map(({ id }) => ({ from: id - 1, exit: id === 2 ? 'next' : 'success', to: id })),
    notes: [],
  }
}
