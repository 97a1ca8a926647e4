import type { Flow } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import type { RuntimeProcess } from '../helpers/runtime-process.ts'

export const username = 'zapier-bot'

export interface ZapierAccount {
  readonly id: string
  readonly password: string
}

/** A Zapier account with a generated password. */
export async function createZapierAccount(runtime: RuntimeProcess, name = username): Promise<ZapierAccount> {
  const answer = await runtime.api('POST', '/accounts', { type: 'zapier', name, properties: { username: name } })
  if (answer.status !== 201) throw new Error(`The account was not created: ${await answer.text()}`)
  const { id, secrets } = await read<{ id: string; secrets: { password: string } }>(answer)
  return { id, password: secrets.password }
}

export interface ZapierFlowOptions {
  readonly path: string
  readonly accountId: string
  readonly mode?: 'feed' | 'instant' | 'catch-hook'
  readonly catchHookUrl?: string
}

/** A webhook, and a Zapier Invoke with three fields behind it. */
export function zapierFlow({ path, accountId, mode = 'feed', catchHookUrl }: ZapierFlowOptions): Flow {
  const fields = [
    { name: 'caseNumber', value: '$(item.externalChatData.case)' },
    { name: 'firstName', value: 'Dear $WEBHOOK_1.body.name' },
    { name: 'order', value: '$(item.externalChatData.order)' },
  ]
  const inputs = { account: accountId, event: 'case_closed', fields, mode }
  return {
    formatVersion: 1,
    name: `Zap ${path}`,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'webhook', name: 'Webhook', position: { x: 0, y: 0 }, inputs: { path } },
      {
        id: 2,
        type: 'zapier-invoke',
        name: 'Zap',
        position: { x: 300, y: 0 },
        inputs: catchHookUrl === undefined ? inputs : { ...inputs, catchHookUrl },
      },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

/** Stores the flow and makes it live. */
export async function deploy(runtime: RuntimeProcess, flow: Flow): Promise<string> {
  const created = await runtime.api('POST', '/flows', flow)
  const { id } = await read<{ id: string }>(created)
  const deployed = await runtime.api('POST', `/flows/${id}/deploy`)
  if (deployed.status !== 200) throw new Error(`The flow was not deployed: ${await deployed.text()}`)
  return id
}

/** Sends an event to a webhook and answers the id of its run. */
export async function fire(runtime: RuntimeProcess, path: string, body: JsonObject): Promise<string> {
  const answer = await fetch(`${runtime.url}/hooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (answer.status !== 202) throw new Error(`The webhook was refused: ${await answer.text()}`)
  return (await read<{ runId: string }>(answer)).runId
}

export const pollingPath = '/clientweb/api/v1/workflow-trigger'

export function basic(password: string, name = username): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}

/** One poll as Zapier makes it. */
export function poll(runtime: RuntimeProcess, password: string, query = '', name = username): Promise<Response> {
  return fetch(`${runtime.url}${pollingPath}${query}`, {
    headers: { accept: 'application/json', ...basic(password, name) },
  })
}

export interface Item {
  readonly id: string
  readonly event: string
  readonly time: string
  readonly [field: string]: unknown
}

export async function polledItems(runtime: RuntimeProcess, password: string, query = ''): Promise<readonly Item[]> {
  const answer = await poll(runtime, password, query)
  if (answer.status !== 200) throw new Error(`The poll was refused: ${await answer.text()}`)
  return read(answer)
}

/** The body of an answer of ours, in the shape that the caller states. */
export async function read<Shape>(answer: Response): Promise<Shape> {
  return (await answer.json()) as Shape
}
