import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { readSampleFlow } from '../helpers/flow-cases.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import {
  createZapierAccount,
  deploy,
  fire,
  polledItems,
  poll as pollPlainly,
  read,
  username,
  type ZapierAccount,
  zapierFlow,
} from './zapier-flow.ts'

/** The parts of the app definition that the tester calls; their types are Zapier's business. */
interface AppDefinition {
  readonly authentication: { readonly test: unknown }
  readonly triggers: Readonly<Record<string, { readonly operation: Readonly<Record<string, unknown>> }>>
  readonly creates: Readonly<Record<string, { readonly operation: Readonly<Record<string, unknown>> }>>
}

interface Bundle {
  readonly authData?: object
  readonly inputData?: object
  readonly targetUrl?: string
  readonly subscribeData?: object
  readonly cleanedRequest?: unknown
  readonly meta?: object
}

type Tester = (call: unknown, bundle: Bundle) => Promise<unknown>

// Vitest sets NODE_ENV=test, without which the core prints its findings instead of throwing them.
const require = createRequire(import.meta.url)
const app: AppDefinition = require('../../../docs/zapier/app/index.js')
const core: { createAppTester(definition: AppDefinition): Tester } = require('zapier-platform-core')
const schema: {
  compileApp(definition: AppDefinition): unknown
  validateApp(compiled: unknown): readonly unknown[]
} = require('zapier-platform-core/src/tools/schema')

const run = core.createAppTester(app)

function operation(kind: 'triggers' | 'creates', key: string): Readonly<Record<string, unknown>> {
  const found = app[kind][key]?.operation
  if (found === undefined) throw new Error(`The app has no ${kind} ${key}.`)
  return found
}

describe('the Zapier app definition', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess
  let account: ZapierAccount
  let authData: Record<string, string>
  let hookTarget: StandIn

  beforeAll(async () => {
    dataDir = await createDataDir()
    runtime = await startRuntime({ dataDir: dataDir.path })
    account = await createZapierAccount(runtime)
    authData = { tenantUrl: runtime.url, username, password: account.password }
    hookTarget = await startStandIn(json({ status: 'success' }))
    await deploy(runtime, zapierFlow({ path: 'polled', accountId: account.id }))
    await deploy(runtime, zapierFlow({ path: 'instant', accountId: account.id, mode: 'instant' }))
  })

  afterAll(async () => {
    await hookTarget.close()
    await runtime.stop()
    await dataDir.remove()
  })

  const poll = (bundle: Bundle = {}) =>
    run(operation('triggers', 'workflow_event').perform, { authData, inputData: {}, ...bundle })

  it('is valid, offline', () => {
    expect(schema.validateApp(schema.compileApp(app))).toEqual([])
  })

  it('takes the right password: 200 with an empty body passes', async () => {
    expect(await run(app.authentication.test, { authData })).toEqual({ tenantUrl: runtime.url, username })
  })

  it('reports a wrong password as a ResponseError with the 401', async () => {
    const wrong = run(app.authentication.test, { authData: { ...authData, password: 'wrong-password' } })
    await expect(wrong).rejects.toMatchObject({ name: 'ResponseError', message: expect.stringContaining('401') })
  })

  it('refuses an address that is no https address', async () => {
    for (const tenantUrl of ['http://patchbay.example.com', 'ftp://x', '']) {
      const tested = run(app.authentication.test, { authData: { ...authData, tenantUrl } })
      await expect(tested).rejects.toThrow('Enter the address of your Patchbay')
    }
  })

  it('polls an empty array before the first item', async () => {
    expect(await poll()).toEqual([])
  })

  it('polls items newest first, nested values kept, by event when asked to', async () => {
    const runs: string[] = []
    for (const number of [1, 2]) {
      runs.unshift(await fire(runtime, 'polled', { case: number, name: 'Jane', order: { lines: [{ sku: 'A' }] } }))
      await eventually(async () => (await polledItems(runtime, account.password)).length === number)
    }
    const items = await poll({ meta: { isLoadingSample: true } })
    expect(items).toMatchObject([
      { id: `${runs[0]}.2.1`, event: 'case_closed', caseNumber: 2, order: { lines: [{ sku: 'A' }] } },
      { id: `${runs[1]}.2.1`, event: 'case_closed', caseNumber: 1 },
    ])
    expect(await poll({ inputData: { event: 'case_closed' } })).toEqual(items)
    expect(await poll({ inputData: { event: 'another' } })).toEqual([])
  })

  it('subscribes, is given an event at once, lists and unsubscribes', async () => {
    const hook = operation('triggers', 'instant_event')
    const inputData = { event: 'case_closed' }
    const targetUrl = `${hookTarget.origin}/hooks/standard/1/abc/`
    const subscribeData = await run(hook.performSubscribe, { authData, inputData, targetUrl })
    expect(subscribeData).toMatchObject({ id: expect.any(String), event: 'case_closed' })

    const runId = await fire(runtime, 'instant', { case: 7, name: 'Ann' })
    await hookTarget.arrived(1)
    const cleanedRequest: unknown = JSON.parse(hookTarget.requests[0]?.body ?? '')
    expect(hookTarget.requests[0]).toMatchObject({ method: 'POST', url: '/hooks/standard/1/abc/' })
    const performed = await run(hook.perform, { authData, inputData, cleanedRequest })
    expect(performed).toMatchObject([{ id: `${runId}.2.1`, event: 'case_closed', caseNumber: 7 }])
    // The same item is in the feed, in the same shape.
    expect(await run(hook.performList, { authData, inputData })).toEqual([
      cleanedRequest,
      ...(await polledItems(runtime, account.password)).slice(1),
    ])

    const unsubscribe = { authData, inputData, subscribeData: Object(subscribeData) }
    expect(await run(hook.performUnsubscribe, unsubscribe)).toMatchObject({ id: expect.any(String) })
    expect(await run(hook.performUnsubscribe, unsubscribe), 'a second time is as good').toBeTruthy()
    const status = await read<{ facts: { name: string; value: unknown }[] }>(
      await runtime.api('GET', `/accounts/${account.id}/status`),
    )
    expect(status.facts.find(({ name }) => name === 'subscriptions')?.value).toBe(0)
  })

  it('lists flows and their Expected Inputs, and starts one', async () => {
    const flowId = await deploy(runtime, readSampleFlow('order-ready'))
    const flows = await run(operation('triggers', 'flow').perform, { authData })
    expect(flows).toContainEqual({ id: flowId, name: 'Order Ready' })

    const { inputFields, perform } = operation('creates', 'start_flow')
    const fields = await run(inputFields, { authData, inputData: { flow: flowId } })
    const keys = (Array.isArray(fields) ? fields : []).map(({ key }: { key: string }) => key)
    expect(keys).toEqual(['flow', 'FirstName', 'OrderNumber', 'ANI', 'DNIS'])

    const inputs = { flow: flowId, ANI: '+13055550119', DNIS: '+17865550100', FirstName: 'Ann', OrderNumber: 'A-1' }
    const created = await run(perform, { authData, inputData: inputs })
    expect(created).toMatchObject({ runId: expect.any(String), statusUrl: expect.stringContaining(flowId) })

    const incomplete = run(perform, { authData, inputData: { flow: flowId } })
    await expect(incomplete).rejects.toMatchObject({
      name: 'ResponseError',
      message: expect.stringContaining('MISSING_INPUT'),
    })
  })

  it('starts nothing with an account whose Zaps may not', async () => {
    const name = 'reader-bot'
    const properties = { username: name, startFlows: false }
    const created = await runtime.api('POST', '/accounts', { type: 'zapier', name, properties })
    const { secrets } = await read<{ secrets: { password: string } }>(created)
    const listed = run(operation('triggers', 'flow').perform, {
      authData: { ...authData, username: name, password: secrets.password },
    })
    await expect(listed).rejects.toMatchObject({ name: 'ResponseError', message: expect.stringContaining('FORBIDDEN') })
  })

  it('reports too many requests as a ThrottledError with the time of Retry-After', async () => {
    const busy = await createZapierAccount(runtime, 'busy-bot')
    const own = { authData: { ...authData, username: 'busy-bot', password: busy.password } }
    await eventually(async () => {
      const plain = () => pollPlainly(runtime, busy.password, '', 'busy-bot')
      const answers = await Promise.all(Array.from({ length: 50 }, plain))
      return answers.some(({ status }) => status === 429)
    })
    const error = await poll(own).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'ThrottledError' })
    const { delay } = JSON.parse(error instanceof Error ? error.message : '{}')
    expect(delay).toBeGreaterThan(0)
  })

  it('reports a server error as a ResponseError, and a server that is away as a FetchError', async () => {
    const broken = await startStandIn(json({ title: 'Fault' }, 500))
    const own = { authData: { ...authData, tenantUrl: broken.origin } }
    await expect(poll(own)).rejects.toMatchObject({ name: 'ResponseError' })
    await broken.close()
    const away = await startStandIn(json({}))
    await away.close()
    const gone = { authData: { ...authData, tenantUrl: away.origin } }
    await expect(poll(gone)).rejects.toMatchObject({
      name: 'FetchError',
      message: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
