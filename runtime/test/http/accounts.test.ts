import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { createZapierAccount, deploy, read, zapierFlow } from '../zapier/zapier-flow.ts'

interface Answer {
  readonly status: number
  // Answers of many shapes, each looked at by its own expectation.
  // biome-ignore lint/suspicious/noExplicitAny: as said above.
  readonly body: any
}

describe('accounts', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess

  beforeAll(async () => {
    dataDir = await createDataDir()
    runtime = await startRuntime({ dataDir: dataDir.path })
  })

  afterAll(async () => {
    await runtime.stop()
    await dataDir.remove()
  })

  async function call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const answer = await runtime.api(method, path, body, headers)
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }

  it('are of the types that have a folder', async () => {
    const { body } = await call('GET', '/account-types')
    expect(body.items.map(({ id }: { id: string }) => id)).toContain('zapier')
    expect(body.items.find(({ id }: { id: string }) => id === 'zapier')).toMatchObject({
      properties: { properties: { password: { 'x-secret': true } } },
      generated: ['password'],
    })
  })

  it('are created with a generated password that is shown this once', async () => {
    const created = await call('POST', '/accounts', { type: 'zapier', name: 'Zaps', properties: { username: 'zaps' } })
    expect(created.status).toBe(201)
    const { id, accountId, secrets } = created.body
    expect(accountId).toBe(id)
    expect(secrets.password).toMatch(/^[\w-]{32}$/)
    expect(created.body.properties).toEqual({ username: 'zaps', startFlows: true, password: { $secret: 'password' } })
    for (const path of [`/accounts/${id}`, '/accounts', `/accounts/${id}/status`]) {
      const { status, body } = await call('GET', path)
      expect(status).toBe(200)
      expect(JSON.stringify(body)).not.toContain(secrets.password)
      expect(JSON.stringify(body)).not.toContain('scrypt')
    }
    expect((await call('GET', `/accounts/${id}`)).body.addresses).toContainEqual({
      title: 'Polling URL',
      url: `${runtime.url}/clientweb/api/v1/workflow-trigger`,
    })
  })

  it('keep a typed password and show nothing of it', async () => {
    const properties = { username: 'typed', password: 'typed-by-a-person' }
    const { status, body } = await call('POST', '/accounts', { type: 'zapier', name: 'Typed', properties })
    expect([status, body.secrets]).toEqual([201, {}])
    expect(JSON.stringify(body)).not.toContain('typed-by-a-person')
  })

  it('make a new password when an empty one is saved', async () => {
    const { id, password } = await createZapierAccount(runtime, 'renewed')
    const changed = await call('PUT', `/accounts/${id}`, {
      name: 'Renewed',
      properties: { username: 'renewed', password: '' },
    })
    expect(changed.body.secrets.password).toMatch(/^[\w-]{32}$/)
    expect(changed.body.secrets.password).not.toBe(password)
  })

  it.each([
    ['an unknown type', { type: 'carrier-pigeon', name: 'x' }, 'type'],
    ['the built-in type', { type: 'simulator', name: 'x' }, 'type'],
    ['no username', { type: 'zapier', name: 'x', properties: {} }, 'properties.username'],
    ['a colon in the username', { type: 'zapier', name: 'x', properties: { username: 'a:b' } }, 'properties.username'],
    [
      'a short password',
      { type: 'zapier', name: 'x', properties: { username: 'x', password: 'short' } },
      'properties.password',
    ],
    [
      'a property that is none',
      { type: 'zapier', name: 'x', properties: { username: 'x', other: 1 } },
      'properties.other',
    ],
    ['a blank name', { type: 'zapier', name: '  ', properties: { username: 'x' } }, 'name'],
  ])('refuse %s and name the place', async (_title, body, path) => {
    const answer = await call('POST', '/accounts', body)
    expect([answer.status, answer.body.errors[0]?.path]).toEqual([422, path])
  })

  it('have one username each', async () => {
    await createZapierAccount(runtime, 'once')
    const again = await call('POST', '/accounts', { type: 'zapier', name: 'Again', properties: { username: 'once' } })
    expect([again.status, again.body.code]).toEqual([409, 'ACCOUNT_EXISTS'])
  })

  it('list the simulator first, which nobody can change', async () => {
    const { items } = (await call('GET', '/accounts')).body
    expect(items[0]).toMatchObject({ id: 'simulator', type: 'simulator', name: 'Simulator' })
    expect(
      (await call('GET', '/accounts?type=zapier')).body.items.every(({ type }: { type: string }) => type === 'zapier'),
    ).toBe(true)
    expect((await call('PUT', '/accounts/simulator', { name: 'Mine', properties: {} })).status).toBe(403)
    expect((await call('DELETE', '/accounts/simulator')).status).toBe(403)
  })

  it('answer 404 where there is none', async () => {
    for (const id of ['nonsense', '00000000-0000-7000-8000-000000000000']) {
      for (const [method, path] of [
        ['GET', ''],
        ['DELETE', ''],
        ['POST', '/test'],
        ['GET', '/status'],
      ] as const) {
        const { status, body } = await call(method, `/accounts/${id}${path}`)
        expect([status, body.code], `${method} ${path}`).toEqual([404, 'ACCOUNT_NOT_FOUND'])
      }
    }
  })

  it('are tested from here, and say what is in the way', async () => {
    const { id } = await createZapierAccount(runtime, 'tested')
    const { body } = await call('POST', `/accounts/${id}/test`)
    expect(body.ok).toBe(false)
    expect(body.message).toContain('PATCHBAY_PUBLIC_URL')
    expect(body.checks[1]).toEqual({ ok: true, text: 'The address answers and asks for the password.' })
    expect((await call('POST', `/accounts/${id}/webhook`)).status).toBe(422)
  })

  it('cannot be removed while a live flow uses them, and stop a deploy once they are gone', async () => {
    const { id } = await createZapierAccount(runtime, 'used')
    const flowId = await deploy(runtime, zapierFlow({ path: 'used', accountId: id }))
    const refused = await call('DELETE', `/accounts/${id}`)
    expect([refused.status, refused.body.code, refused.body.flows]).toEqual([409, 'ACCOUNT_IN_USE', ['Zap used']])
    await call('POST', `/flows/${flowId}/undeploy`)
    expect((await call('DELETE', `/accounts/${id}`)).status).toBe(204)
    const deployed = await call('POST', `/flows/${flowId}/deploy`)
    expect(deployed.status).toBe(422)
    expect(deployed.body.problems[0]).toMatchObject({ nodeId: 2, path: 'inputs.account', severity: 'error' })
  })

  it('are kept by administrators, tested by editors, seen by viewers and closed to API users', async () => {
    const { id } = await createZapierAccount(runtime, 'roles')
    const allowed = {
      viewer: { get: 200, test: 403, create: 403 },
      editor: { get: 200, test: 200, create: 403 },
      'api-user': { get: 403, test: 403, create: 403 },
    } as const
    for (const [role, expected] of Object.entries(allowed)) {
      const { token } = await read<{ token: string }>(await runtime.api('POST', '/tokens', { name: role, role }))
      const headers = { authorization: `Bearer ${token}` }
      const body = { type: 'zapier', name: 'x', properties: { username: `by-${role}` } }
      expect((await call('GET', `/accounts/${id}`, undefined, headers)).status, role).toBe(expected.get)
      expect((await call('POST', `/accounts/${id}/test`, undefined, headers)).status, role).toBe(expected.test)
      expect((await call('POST', '/accounts', body, headers)).status, role).toBe(expected.create)
      expect((await call('DELETE', `/accounts/${id}`, undefined, headers)).status, role).toBe(403)
    }
  })
})
