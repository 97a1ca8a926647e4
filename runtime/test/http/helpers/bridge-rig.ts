import type { FlowNode } from '@patchbay/shared/flow'
import { expect } from 'vitest'
import { eventually } from '../../helpers/eventually.ts'
import { flowOf, nodeOf } from './documents.ts'
import type { HttpTest } from './http-test.ts'

const field = (field_name: string, type = 'input') => ({
  field_name,
  display: field_name,
  mandatory: true,
  type,
  store: true,
})

const oauthFields = ['site', 'client_id', 'client_secret', 'access_token_url']

/** The fields of each type of authentication. */
export const credentialFields: Readonly<Record<string, readonly object[]>> = {
  none: [],
  custom: [field('account'), field('token')],
  oauth2: [...oauthFields.map((name) => field(name)), field('authorization_url')],
  oauth2_password: [...oauthFields, 'username', 'password'].map((name) => field(name)),
  oauth2_client_credentials: oauthFields.map((name) => field(name)),
}

/** A manifest whose bridge is at `origin`. */
export function bridgeManifest(
  origin: string,
  { name, type = 'custom', ...change }: { readonly name: string; readonly type?: string } & Record<string, unknown>,
  ...actions: readonly object[]
) {
  return {
    integration: {
      name,
      display_name: 'Desk',
      description: 'Tickets of a desk.',
      logo_url: `${origin}/logo.png`,
      icon_url: `${origin}/icon.png`,
      authentication_type: type,
      authentication_configuration: credentialFields[type],
      auth_validation_endpoint: `${origin}/auth_validation`,
      ...change,
    },
    actions: (actions.length === 0 ? [ticketAction(origin)] : actions).map((action) => ({ provider: name, ...action })),
  }
}

/** An action with an input of each type. */
export function ticketAction(origin: string, change: object = {}) {
  return {
    name: 'create_ticket',
    display: 'create a ticket',
    description: 'create a ticket in Desk',
    endpoint: `${origin}/actions/create_ticket`,
    inputs: [
      { key: 'subject', name: 'Subject', mandatory: true, type: 'Text', format: 'Costs $5 {{contact.name}}' },
      { key: 'comment', name: 'Comment', type: 'Textarea' },
      { key: 'count', name: 'Count', type: 'Number', format: '3' },
      { key: 'phone', name: 'Phone', type: 'Tel' },
      { key: 'link', name: 'Link', type: 'URL' },
      { key: 'due', name: 'Due', type: 'Datetime' },
      { key: 'priority', name: 'Priority', mandatory: true, type: 'Select', format: 'low, normal,high' },
    ],
    ...change,
  }
}

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
