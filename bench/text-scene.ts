import type { AccountResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Child } from './child.ts'
import type { BenchRuntime } from './patchbay.ts'
import type { TextLoad, TextPath } from './text-client.ts'

const NUMBER = '+17865550177'
const ASKING_NUMBER = '+17865550178'

type Load = Pick<TextLoad, 'path' | 'url' | 'headers' | 'secret' | 'number'>

/**
 * An account, its numbers and the flows of the text path, of the API path and of the conversation. A Patchbay from before
 * questions has no conversation.
 */
export async function setTextScene(
  { driver, process, headers }: BenchRuntime,
  gateway: Child,
  service: string,
): Promise<Partial<Record<TextPath, Load>>> {
  const properties = { url: `${gateway.ready}/messages`, honoursKeys: true }
  const body = { type: 'http-gateway', name: 'Bench', properties }
  const { id, secrets } = await driver.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
    'POST',
    '/accounts',
    body,
  )
  for (const number of [NUMBER, ASKING_NUMBER]) await driver.call('POST', '/numbers', { number, accountId: id })
  await driver.deploy(flowOf('Text', textNodes(service)), [NUMBER])
  const flowId = await driver.deploy(flowOf('Event', eventNodes(service, gateway.ready)))
  const hasTalks = await driver.deploy(talkFlow, [ASKING_NUMBER]).then(
    () => true,
    () => false,
  )
  const callback = `${process.url}/channels/http-gateway/${id}`
  const common = { secret: secrets.inboundSecret, headers }
  return {
    text: { ...common, path: 'text', url: callback, number: NUMBER },
    api: { ...common, path: 'api', url: `${process.url}/triggers/${flowId}`, number: NUMBER },
    ...(hasTalks ? { talk: { ...common, path: 'talk', url: callback, number: ASKING_NUMBER } } : {}),
  }
}

function flowOf(name: string, nodes: Flow['nodes']): Flow {
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes,
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'success', to: 3 },
    ],
    notes: [],
  }
}

function textNodes(service: string): Flow['nodes'] {
  return [node(1, 'inbound-sms', {}), forecast(service), say(3, '$temp degrees, wind $winds')]
}

function eventNodes(service: string, gateway: string): Flow['nodes'] {
  return [
    node(1, 'inbound-api', { expectedInputs: [{ name: 'city', required: true, description: '' }] }),
    forecast(service),
    node(3, 'external-web-call', {
      method: 'POST',
      url: `${gateway}/report`,
      contentType: 'application/json',
      body: '{"to":"$city","temperature":$temp,"wind":"$winds"}',
      timeoutSeconds: 10,
    }),
  ]
}

const talkFlow: Flow = {
  formatVersion: 1,
  name: 'Talk',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-sms', {}),
    say(2, 'Are you coming?', { responseTimeoutSeconds: 3_600 }),
    say(3, 'How many?', { responseTimeoutSeconds: 3_600 }),
    say(4, '$SMS_2.reply.text, $SMS_3.reply.text'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
    { from: 3, exit: 'reply', to: 4 },
  ],
  notes: [],
}

function say(id: number, message: string, more: Flow['nodes'][number]['inputs'] = {}): Flow['nodes'][number] {
  return node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, ...more })
}

function forecast(service: string): Flow['nodes'][number] {
  return node(2, 'external-web-call', {
    method: 'GET',
    url: `${service}/forecast`,
    timeoutSeconds: 10,
    responseVariables: [
      { name: 'temp', query: 'temperature' },
      { name: 'winds', query: 'windSpeed' },
    ],
  })
}

function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
  return { id, type, name: `Action ${id}`, position: { x: id * 240, y: 0 }, inputs }
}
