import {
  type DeployResponse,
  type FlowResource,
  isFinal,
  type Page,
  type RunListItem,
  type RunResource,
  type SimulatorMessage,
} from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { eventually } from './eventually.ts'

/** One call of the management API as administrator; `path` begins behind `/api`. */
export type ApiCall = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>

/** What tests do with Patchbay, in words of its users. */
export interface ApiDriver {
  /** Creates and deploys a flow and lets these numbers start it. */
  deploy(document: Flow, numbers?: readonly string[]): Promise<string>
  /** Saves another document over the draft and deploys it. */
  redeploy(flowId: string, document: Flow): Promise<DeployResponse>
  /** Sends a text and answers the id of the run it started. */
  text(message: { from: string; to: string; text: string }): Promise<string>
  /** The run once it has ended. */
  ended(runId: string, timeoutMs?: number): Promise<RunResource>
  run(runId: string): Promise<RunResource>
  runs(query?: string): Promise<readonly RunListItem[]>
  /** What was sent to a contact, oldest first. */
  textsTo(contact: string): Promise<readonly SimulatorMessage[]>
  /** The parsed answer of a call that has to succeed. */
  call<Answer>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export function createApiDriver(api: ApiCall): ApiDriver {
  async function call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const response = await api(method, path, body, headers)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    // The caller names the shape that the API promises.
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }

  const run = (runId: string) => call<RunResource>('GET', `/runs/${runId}`)

  return {
    call,
    run,
    async deploy(document, numbers = []) {
      const flow = await call<FlowResource>('POST', '/flows', document)
      await call('POST', `/flows/${flow.id}/deploy`)
      if (numbers.length > 0) await call('POST', '/numbers/assign', { flowId: flow.id, numbers, replace: true })
      return flow.id
    },
    async redeploy(flowId, document) {
      const flow = await call<FlowResource>('GET', `/flows/${flowId}`)
      const saved = await call<FlowResource>('PUT', `/flows/${flowId}`, document, { 'if-match': `"${flow.revision}"` })
      return call<DeployResponse>('POST', `/flows/${flowId}/deploy`, undefined, { 'if-match': `"${saved.revision}"` })
    },
    async text(message) {
      const stored = await call<SimulatorMessage>('POST', '/simulator/messages', message)
      if (stored.runId === null) throw new Error(`The text to ${message.to} started no run.`)
      return stored.runId
    },
    ended: (runId, timeoutMs) =>
      eventually(async () => {
        const found = await run(runId)
        return isFinal(found.status) ? found : undefined
      }, timeoutMs),
    runs: async (query = '') => (await call<Page<RunListItem>>('GET', `/runs${query}`)).items,
    async textsTo(contact) {
      const page = await call<Page<SimulatorMessage>>(
        'GET',
        `/simulator/messages?contact=${encodeURIComponent(contact)}&limit=100`,
      )
      return page.items.filter((message) => message.direction === 'out').toReversed()
    },
  }
}

/** The id of the run that a trigger URL or webhook answered. */
export async function startedRun(response: Response): Promise<string> {
  // An answer of the flow's own names the run in a header.
  const named = response.headers.get('x-run-id')
  if (named !== null) return named
  const body: unknown = await response.json()
  if (typeof body === 'object' && body !== null && 'runId' in body && typeof body.runId === 'string') return body.runId
  throw new Error(`No run was started: ${response.status} ${JSON.stringify(body)}`)
}
