import type { FlowNode } from '@patchbay/shared/flow'
import { expect } from 'vitest'
import { eventually } from '../../helpers/eventually.ts'
import { flowOf, nodeOf } from './documents.ts'
import type { HttpTest } from './http-test.ts'

export function createBridgeRig(http: HttpTest) {
  const token = 'open-sesame-0123456789'

  async function importManifest(manifest: { readonly integration: { readonly name: string } }) {
    const answer = await http.call('PUT', `/api/integrations/${manifest.integration.name}`, { body: manifest })
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }

  async function createAccount(integration: string, properties: object): Promise<string> {
    const body = { type: `bridge:${integration}`, name: 'Desk of Ana', properties }
    const created = await http.call('POST', '/api/accounts', { body })
    expect(created.status, created.text).toBe(201)
    return created.body.id
  }

  async function deployFlow(node: FlowNode): Promise<string> {
    const start = nodeOf(1, 'inbound-api', {
      authToken: token,
      expectedInputs: [{ name: 'Value', required: false }],
    })
    return http.deploy(flowOf('Orders', [start, node], [{ from: 1, exit: 'next', to: 2 }]))
  }

  /** Starts the flow and waits for its end. */
  async function runOf(flowId: string, body: object = {}) {
    const started = await http.call('POST', `/triggers/${flowId}`, { token, body })
    const { body: run, text } = await eventually(async () => {
      const found = await http.call('GET', `/api/runs/${started.body.runId}`)
      return ['failed', 'succeeded'].includes(found.body.status) && found
    }, 60_000)
    const step = run.steps.find(({ nodeId }: { nodeId: number }) => nodeId === 2)
    return { run, step, text, flowId }
  }

  function ticketNode(integration: string, inputs: object, typeVersion?: number): FlowNode {
    const node = nodeOf(2, `bridge:${integration}.create_ticket`, { timeoutSeconds: 5, ...inputs })
    return typeVersion === undefined ? node : { ...node, typeVersion }
  }

  return { importManifest, createAccount, deployFlow, runOf, ticketNode }
}
