import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import {
  basic,
  createZapierAccount,
  deploy,
  fire,
  poll,
  polledItems,
  pollingPath,
  read,
  type ZapierAccount,
  zapierFlow,
} from './zapier-flow.ts'

describe('polling by Zapier', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess
  let account: ZapierAccount

  beforeAll(async () => {
    dataDir = await createDataDir()
    runtime = await startRuntime({ dataDir: dataDir.path })
    account = await createZapierAccount(runtime)
  })

  afterAll(async () => {
    await runtime.stop()
    await dataDir.remove()
  })

  it('answers the connection test with 200 and an empty body', async () => {
    const answer = await poll(runtime, account.password, '?tenantUrl=acme.example')
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it.each([
    ['a wrong password', basic('wrong-password')],
    ['an unknown name', basic('wrong-password', 'nobody')],
    ['no credentials', {}],
    ['a bearer token', { authorization: 'Bearer test-token-0123456789abcdef0123456789abcdef' }],
    ['half a header', { authorization: 'Basic !!!' }],
  ])('refuses %s with 401, a Basic challenge and a JSON error', async (_title, headers) => {
    for (const query of ['', '?tenantUrl=acme.example']) {
      const answer = await fetch(`${runtime.url}${pollingPath}${query}`, { headers })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
      expect(await answer.json()).toMatchObject({ status: 401 })
    }
  })

  it('derives few passwords at a time, whoever guesses, and knows the right one all the time', async () => {
    expect((await poll(runtime, account.password)).status).toBe(200)
    const statuses: number[] = []
    const guess = async (index: number) => {
      const answer = await fetch(`${runtime.url}${pollingPath}`, { headers: basic('wrong-password', `name${index}`) })
      statuses.push(answer.status)
    }
    await Promise.all(Array.from({ length: 150 }, (_, index) => guess(index)))
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(75)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    expect((await poll(runtime, account.password)).status).toBe(200)
  })

  it('answers an empty array while there is nothing', async () => {
    const answer = await poll(runtime, account.password)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(await answer.json()).toEqual([])
  })

  it('answers what flows give to Zapier Invoke, newest first, as often as it is asked', async () => {
    await deploy(runtime, zapierFlow({ path: 'cases', accountId: account.id }))
    const first = await fire(runtime, 'cases', { case: 1042, name: 'Jane', order: { id: 'A-17', lines: [1, 2] } })
    await eventually(async () => (await polledItems(runtime, account.password)).length === 1)
    const second = await fire(runtime, 'cases', { case: 1043, name: 'José "J"\n{{x}}' })
    await eventually(async () => (await polledItems(runtime, account.password)).length === 2)
    const items = await polledItems(runtime, account.password)
    expect(items).toMatchObject([
      { id: `${second}.2.1`, event: 'case_closed', caseNumber: 1043, firstName: 'Dear José "J"\n{{x}}' },
      { id: `${first}.2.1`, event: 'case_closed', caseNumber: 1042, order: { id: 'A-17', lines: [1, 2] } },
    ])
    expect(new Date(items[0]?.time ?? '').getTime()).toBeGreaterThan(0)
    expect(await polledItems(runtime, account.password)).toEqual(items)
  })

  it('answers one event when asked for it', async () => {
    expect(await polledItems(runtime, account.password, '?event=case_closed')).toHaveLength(2)
    expect(await polledItems(runtime, account.password, '?event=other')).toEqual([])
  })

  it('shows another account nothing of it', async () => {
    const { password } = await createZapierAccount(runtime, 'second-bot')
    expect(await (await poll(runtime, password, '', 'second-bot')).json()).toEqual([])
  })

  it('refuses a password from the moment it was changed', async () => {
    const { id, password } = await createZapierAccount(runtime, 'third-bot')
    expect((await poll(runtime, password, '', 'third-bot')).status).toBe(200)
    const change = { name: 'Third', properties: { username: 'third-bot', password: 'typed-by-a-person' } }
    const changed = await runtime.api('PUT', `/accounts/${id}`, change)
    expect([changed.status, (await read<{ secrets: unknown }>(changed)).secrets]).toEqual([200, {}])
    expect((await poll(runtime, password, '', 'third-bot')).status).toBe(401)
    expect((await poll(runtime, 'typed-by-a-person', '', 'third-bot')).status).toBe(200)
    expect((await runtime.api('DELETE', `/accounts/${id}`)).status).toBe(204)
    expect((await poll(runtime, 'typed-by-a-person', '', 'third-bot')).status).toBe(401)
  })

  it('asks for patience with 429 and Retry-After', async () => {
    const { password } = await createZapierAccount(runtime, 'busy-bot')
    const refused = await eventually(async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => poll(runtime, password, '', 'busy-bot')))
      return answers.find(({ status }) => status !== 200)
    })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})
