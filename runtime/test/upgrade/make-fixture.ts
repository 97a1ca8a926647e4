import { spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { authToken, fixtureEnvironment, type Scene, signatureOf } from './scene.ts'

/**
 * Plays a scene on an older checkout and kills it in the middle, so that its data directory is what an upgrade
 * finds in the field: `node runtime/test/upgrade/make-fixture.ts <checkout> <folder>`. The folder then holds
 * `data/` (the data directory as the kill left it) and `scene.json` (what is in it). README.md tells how the
 * files beside this one are made from them.
 */
async function main(checkout: string, folder: string): Promise<void> {
  const dataDir = join(folder, 'data')
  await mkdir(dataDir, { recursive: true })
  const service = await startHangingService()
  const child = spawn(process.execPath, [join(checkout, 'runtime/src/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH ?? '',
      PATCHBAY_PORT: '0',
      PATCHBAY_API_TOKEN: operatorToken,
      PATCHBAY_EGRESS_ALLOW: '127.0.0.1',
      PATCHBAY_DATA_DIR: dataDir,
      ...fixtureEnvironment,
    },
  })
  const exited = new Promise((done) => child.once('exit', done))
  const base = await new Promise<string>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Patchbay is ready at (\S+)$/.exec(line)?.[1]
      if (url !== undefined) done(url)
    })
  })
  try {
    const scene = await play(base, service.origin)
    await service.called
    await writeFile(join(folder, 'scene.json'), `${JSON.stringify(scene, null, 2)}\n`)
  } finally {
    child.kill('SIGKILL')
    await exited
    service.close()
  }
}

const operatorToken = 'fixture-token-0123456789abcdef0123456789ab'

/** Everything an upgrade must carry over. The last call is under way when it returns. */
async function play(base: string, origin: string): Promise<Scene> {
  const call = createCall(base)
  const gateway = await call('POST', '/api/accounts', {
    type: 'http-gateway',
    name: 'Old gateway',
    properties: {
      url: `${origin}/messages`,
      authentication: 'basic',
      username: 'guser',
      password: 'old-password',
      honoursKeys: true,
    },
  })
  const zapier = await call('POST', '/api/accounts', {
    type: 'zapier',
    name: 'Old Zaps',
    properties: { username: 'zapper' },
  })
  await call('POST', '/api/numbers', { number: '+17865550177', label: 'Gateway', accountId: gateway.id })
  await call('POST', '/api/numbers', { number: '+17865550188', label: 'Reminders' })

  const reminder = await deploy(call, reminderFlow(), ['+17865550188'])
  const paused = await deploy(call, apiFlow('Paused'))
  const orders = await deploy(call, apiFlow('Orders'))
  const calls = await deploy(call, callFlow(origin))
  const echo = await deploy(call, echoFlow(), ['+17865550177'])

  const waiting = await call('POST', '/api/simulator/messages', {
    from: '+13055550119',
    to: '+17865550188',
    text: 'remind me',
  })
  await call('POST', `/api/flows/${paused}/pause`)
  const held: string[] = []
  for (const n of ['1', '2', '3']) held.push((await trigger(call, paused, { n })).runId)
  const finished = await trigger(call, orders, { n: '7' }, { prefer: 'wait=20', 'idempotency-key': 'order-7' })
  const secret = String(gateway.secrets.inboundSecret)
  const inbound = { id: 'gateway-1', from: '+13055550120', to: '+17865550177', text: 'hello' }
  const received = await call('POST', `/channels/http-gateway/${gateway.id}`, inbound, signatureOf(secret, inbound))
  const interrupted = await trigger(call, calls, { n: '9' })
  return {
    flows: { reminder, paused, orders, calls, echo },
    accounts: { gateway: gateway.id, zapier: zapier.id },
    inboundSecret: secret,
    zapierPassword: String(zapier.secrets.password),
    inbound,
    received,
    runs: { waiting: waiting.runId, held, finished: finished.runId, interrupted: interrupted.runId },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of an older version, read by name
type Answer = any
type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

function createCall(base: string): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }
}

async function deploy(call: Call, document: object, numbers: readonly string[] = []): Promise<string> {
  const { id } = await call('POST', '/api/flows', document)
  await call('POST', `/api/flows/${id}/deploy`)
  if (numbers.length > 0) await call('POST', '/api/numbers/assign', { flowId: id, numbers })
  return id
}

function trigger(call: Call, flowId: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return call('POST', `/triggers/${flowId}`, body, { authorization: authToken, ...headers })
}

const position = { x: 0, y: 0 }

function flowOf(name: string, nodes: readonly object[], connections: readonly object[]): object {
  const settings = { timeZone: 'America/New_York', maxSteps: 100 }
  return { formatVersion: 1, name, description: '', settings, nodes, connections, notes: [] }
}

function apiTrigger(): object {
  const inputs = { authToken, expectedInputs: [{ name: 'n' }] }
  return { id: 1, type: 'inbound-api', name: 'Start', position, inputs }
}

function apiFlow(name: string): object {
  const inputs = { variables: [{ name: 'x', value: 'n is $n' }] }
  const note = { id: 2, type: 'set-variables', name: 'Note', position, inputs }
  return flowOf(name, [apiTrigger(), note], [{ from: 1, exit: 'next', to: 2 }])
}

/** Waits two minutes: long over when an upgrade finds it. */
function reminderFlow(): object {
  const nodes = [
    { id: 1, type: 'inbound-sms', name: 'Text', position, inputs: {} },
    { id: 2, type: 'wait', name: 'Wait', position, inputs: { kind: 'duration', amount: '2', unit: 'minutes' } },
    textBack(3, 'You asked: $ISMS_1.message'),
  ]
  const connections = [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'next', to: 3 },
  ]
  return flowOf('Reminder', nodes, connections)
}

function echoFlow(): object {
  const inputs = { variables: [{ name: 'x', value: 'got $ISMS_1.message' }] }
  const nodes = [
    { id: 1, type: 'inbound-sms', name: 'Text', position, inputs: {} },
    { id: 2, type: 'set-variables', name: 'Note', position, inputs },
  ]
  return flowOf('Echo', nodes, [{ from: 1, exit: 'next', to: 2 }])
}

/** Is under way at a service that never answers; a POST may not be repeated. */
function callFlow(origin: string): object {
  const inputs = {
    method: 'POST',
    url: `${origin}/orders/$n`,
    contentType: 'application/json',
    body: '{ "n": "$n" }',
    headers: [{ key: 'X-Secret', value: 'sealed-header', secret: true }],
  }
  const failed = { variables: [{ name: 'x', value: 'failed' }] }
  const nodes = [
    apiTrigger(),
    { id: 2, type: 'external-web-call', name: 'Order', position, inputs },
    { id: 3, type: 'set-variables', name: 'Failed', position, inputs: failed },
  ]
  const connections = [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'failure', to: 3 },
  ]
  return flowOf('Calls', nodes, connections)
}

function textBack(id: number, message: string): object {
  return { id, type: 'send-sms', name: 'Text back', position, inputs: { to: '$ANI', from: '$DNIS', message } }
}

/** Takes texts, and never answers an order. */
async function startHangingService(): Promise<{ origin: string; called: Promise<unknown>; close(): void }> {
  let onCall: (value: unknown) => void = () => undefined
  const called = new Promise((done) => {
    onCall = done
  })
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/orders/')) onCall(undefined)
    else response.end('{}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { origin: `http://127.0.0.1:${port}`, called, close }
}

const [checkout, folder] = process.argv.slice(2)
if (checkout === undefined || folder === undefined) throw new Error('make-fixture.ts <checkout> <folder>')
await main(resolve(checkout), resolve(folder))
