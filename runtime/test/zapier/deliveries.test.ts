import type { AccountStatus } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { json, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { basic, createZapierAccount, deploy, fire, read, type ZapierAccount, zapierFlow } from './zapier-flow.ts'

/** Refuses once with this, then takes everything. */
function refuseOnce(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  let isFirst = true
  return (response) => {
    response.writeHead(isFirst ? status : 200, isFirst ? headers : {})
    response.end('{}')
    isFirst = false
  }
}

describe('deliveries to Zapier', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess
  let account: ZapierAccount
  let target: StandIn
  let tests = 0

  beforeAll(async () => {
    dataDir = await createDataDir()
    runtime = await startRuntime({ dataDir: dataDir.path })
  })

  beforeEach(async () => {
    tests += 1
    account = await createZapierAccount(runtime, `bot-${tests}`)
    target = await startStandIn(json({ status: 'success' }))
  })

  afterEach(() => target.close())

  afterAll(async () => {
    await runtime.stop()
    await dataDir.remove()
  })

  const headers = () => ({ ...basic(account.password, `bot-${tests}`), 'content-type': 'application/json' })

  async function subscribe(body: object): Promise<Response> {
    const init = { method: 'POST', headers: headers(), body: JSON.stringify(body) }
    return fetch(`${runtime.url}/zapier/hooks`, init)
  }

  async function unsubscribe(id: string): Promise<number> {
    return (await fetch(`${runtime.url}/zapier/hooks/${id}`, { method: 'DELETE', headers: headers() })).status
  }

  /** A live flow of this test; answers the webhook's path. */
  async function flow(mode: 'instant' | 'catch-hook', catchHookUrl?: string): Promise<string> {
    const path = `deliveries-${tests}`
    const hook = catchHookUrl === undefined ? {} : { catchHookUrl }
    await deploy(runtime, zapierFlow({ path, accountId: account.id, mode, ...hook }))
    return path
  }

  async function status(): Promise<AccountStatus> {
    return read(await runtime.api('GET', `/accounts/${account.id}/status`))
  }

  /** State, attempts and last answer of each delivery on the account page, newest first. */
  async function deliveries(): Promise<(string | undefined)[][]> {
    const table = (await status()).tables.find(({ name }) => name === 'deliveries')
    return (table?.rows ?? []).map(({ cells }) => [cells[2]?.text, cells[3]?.text, cells[4]?.text])
  }

  async function fact(name: string): Promise<unknown> {
    return (await status()).facts.find((one) => one.name === name)?.value
  }

  it('hands an item to the subscribers of its event and keeps it for polling', async () => {
    await subscribe({ targetUrl: `${target.origin}/all` })
    await subscribe({ targetUrl: `${target.origin}/same`, event: 'case_closed' })
    await subscribe({ targetUrl: `${target.origin}/other`, event: 'other' })
    await fire(runtime, await flow('instant'), { case: 1, name: 'Jane' })
    await eventually(async () => (await deliveries()).every(([state]) => state === 'Delivered'))
    expect(target.requests.map(({ url }) => url).toSorted()).toEqual(['/all', '/same'])
    const polled = await fetch(`${runtime.url}/clientweb/api/v1/workflow-trigger`, { headers: headers() })
    expect(await polled.json()).toEqual([JSON.parse(target.requests[0]?.body ?? '')])
    expect(await deliveries()).toEqual([
      ['Delivered', '1', '200 OK'],
      ['Delivered', '1', '200 OK'],
    ])
  })

  it('keeps one subscription per address, and refuses what is no address', async () => {
    const first = await subscribe({ targetUrl: `${target.origin}/a` })
    const second = await subscribe({ targetUrl: `${target.origin}/a`, event: 'x' })
    expect([first.status, second.status]).toEqual([201, 201])
    const { id } = await read<{ id: string }>(first)
    expect(await second.json()).toMatchObject({ id, event: 'x' })
    expect(await fact('subscriptions')).toBe(1)
    for (const body of [{}, { targetUrl: 'hooks' }, { targetUrl: 'ftp://x/y' }, { targetUrl: 5 }]) {
      const refused = await subscribe(body)
      expect([refused.status, (await read<{ errors: { path: string }[] }>(refused)).errors[0]?.path]).toEqual([
        422,
        'targetUrl',
      ])
    }
    expect(await unsubscribe(id)).toBe(204)
    expect(await unsubscribe(id)).toBe(404)
    expect(await fact('subscriptions')).toBe(0)
  })

  it('lets no account end the subscription of another', async () => {
    const { id } = await read<{ id: string }>(await subscribe({ targetUrl: `${target.origin}/a` }))
    const other = await createZapierAccount(runtime, `other-${tests}`)
    const init = { method: 'DELETE', headers: basic(other.password, `other-${tests}`) }
    expect((await fetch(`${runtime.url}/zapier/hooks/${id}`, init)).status).toBe(404)
    expect(await fact('subscriptions')).toBe(1)
  })

  it('sends again after the Retry-After of a 429', async () => {
    target.replyWith(refuseOnce(429, { 'retry-after': '1' }))
    await subscribe({ targetUrl: target.origin })
    await fire(runtime, await flow('instant'), { case: 1 })
    await eventually(async () => (await deliveries())[0]?.[0] === 'Delivered', 30_000)
    expect(await deliveries()).toEqual([['Delivered', '2', '200 OK']])
    expect(target.requests.map(({ body }) => body)).toEqual([target.requests[0]?.body, target.requests[0]?.body])
  })

  it('removes a subscription whose address answers 410', async () => {
    target.replyWith(json({}, 410))
    await subscribe({ targetUrl: target.origin })
    await fire(runtime, await flow('instant'), { case: 1 })
    await eventually(async () => (await fact('subscriptions')) === 0)
    expect(await deliveries()).toEqual([['Subscription ended', '1', '410 Gone']])
  })

  it('ends a delivery that is refused for good as failed, for all to see', async () => {
    target.replyWith(json({}, 404))
    await subscribe({ targetUrl: target.origin })
    await fire(runtime, await flow('instant'), { case: 1 })
    await eventually(async () => (await fact('failed')) === 1)
    expect(await deliveries()).toEqual([['Failed', '1', '404 Not Found']])
    expect(await fact('subscriptions')).toBe(1)
  })

  it('shows a delivery to a service in trouble as waiting, and tries it again after a restart', async () => {
    target.replyWith(refuseOnce(503, { 'retry-after': '2' }))
    await subscribe({ targetUrl: target.origin })
    await fire(runtime, await flow('instant'), { case: 1 })
    await eventually(async () => (await deliveries())[0]?.[1] === '1')
    expect(await deliveries()).toEqual([['Waiting', '1', '503 Service Unavailable']])
    await runtime.stop('SIGKILL')
    runtime = await startRuntime({ dataDir: dataDir.path })
    await eventually(async () => (await deliveries())[0]?.[0] === 'Delivered', 30_000)
    expect(target.requests).toHaveLength(2)
  })

  async function steps(
    runId: string,
  ): Promise<{ exit: string; outputs: object; error: unknown; warnings: { code: string }[] }[]> {
    const run = await eventually(async () => {
      const found = await read<{ status: string; steps: [] }>(await runtime.api('GET', `/runs/${runId}`))
      return found.status === 'succeeded' || found.status === 'failed' ? found : undefined
    })
    return run.steps
  }

  it('posts to a Catch Hook URL at once', async () => {
    const path = await flow('catch-hook', `${target.origin}/hooks/catch/1/a/`)
    const step = (await steps(await fire(runtime, path, { case: 9, name: 'Ann' })))[1]
    expect(step).toMatchObject({ exit: 'success', outputs: { delivery: 'delivered' } })
    expect(target.requests).toMatchObject([{ method: 'POST', url: '/hooks/catch/1/a/' }])
    expect(JSON.parse(target.requests[0]?.body ?? '')).toMatchObject({ event: 'case_closed', caseNumber: 9 })
  })

  it('goes on with a warning when a Catch Hook wants to wait, and sends again after its Retry-After', async () => {
    target.replyWith(refuseOnce(429, { 'retry-after': '1' }))
    const step = (
      await steps(await fire(runtime, await flow('catch-hook', target.origin), { case: 9, name: 'Ann', order: 'A-17' }))
    )[1]
    expect(step).toMatchObject({
      exit: 'success',
      outputs: { delivery: 'waiting' },
      warnings: [{ code: 'DELIVERY_DELAYED' }],
    })
    await eventually(async () => (await deliveries())[0]?.[0] === 'Delivered', 30_000)
    expect(target.requests).toHaveLength(2)
  })

  it('fails when a Catch Hook refuses the item, and hides its address', async () => {
    target.replyWith(json({}, 404))
    const url = `${target.origin}/hooks/catch/secret-part/`
    const runId = await fire(runtime, await flow('catch-hook', url), { case: 9 })
    expect((await steps(runId))[1]).toMatchObject({ exit: 'failure', error: { code: 'HTTP_STATUS' } })
    expect(await (await runtime.api('GET', `/runs/${runId}`)).text()).not.toContain('secret-part')
    expect(await (await runtime.api('GET', `/accounts/${account.id}/status`)).text()).not.toContain('secret-part')
  })

  it('refuses addresses that may not be called', async () => {
    const runId = await fire(runtime, await flow('catch-hook', 'http://169.254.169.254/latest'), { case: 9 })
    expect((await steps(runId))[1]).toMatchObject({ error: { code: 'EGRESS_REFUSED' } })
  })
})
