import { emptyFlow, type Flow, type FlowNode } from '@patchbay/shared/flow'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { integrationActions } from '../../../test/helpers/integration-parts.ts'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { createNodeRegistry } from '../../engine/node-registry.ts'
import { actions, triggers } from '../../nodes/index.ts'
import type { Database } from '../../store/database.ts'
import { createSecretRepository } from '../../store/repositories/secret-repository.ts'
import { sealText } from './sealed-text.ts'
import { secretKeyOf } from './secret-key.ts'
import { stripSecrets } from './strip-secrets.ts'
import { createVault } from './vault.ts'

const flowId = '01990000-0000-7000-8000-000000000001'
const otherFlowId = '01990000-0000-7000-8000-000000000002'
const registry = createNodeRegistry([...triggers, ...actions, ...integrationActions()])

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterEach(async () => {
  await database.kysely.deleteFrom('secret').execute()
})
afterAll(() => database.close())

function open(keyText = 'k'.repeat(32)) {
  const secrets = createSecretRepository(database.kysely)
  const definitionOf = (node: FlowNode) => registry.of(node)?.definition
  return { secrets, vault: createVault({ key: secretKeyOf(keyText), secrets, definitionOf }) }
}

function flowWith(...nodes: readonly Partial<FlowNode>[]): Flow {
  const complete = nodes.map((node, index) => ({
    id: index + 1,
    type: 'external-web-call',
    name: 'Call',
    position: { x: 0, y: 0 },
    inputs: {},
    ...node,
  }))
  return { ...emptyFlow('Secrets', 'UTC'), nodes: complete }
}

const inputs = {
  url: 'https://api.example.com/orders',
  headers: [
    { key: 'Authorization', value: 'Bearer top-secret' },
    { key: 'X-Plain', value: 'open' },
    { key: 'X-Marked', value: 'marked-secret', secret: true },
    { key: 'X-Open-Key', value: 'open-key', secret: false },
  ],
  auth: { type: 'oauth2', clientId: 'c', clientSecret: 'client-secret', tokenUrl: 'https://id.example.com/token' },
}

describe('createVault', () => {
  it('seals what was typed, keeps the rest, and gives the secrets back', async () => {
    const { vault, secrets } = open()
    const sealed = await vault.seal(flowId, flowWith({ inputs }))
    const reference = { $secret: expect.any(String) }
    expect(sealed.nodes[0]?.inputs).toEqual({
      ...inputs,
      headers: [
        { key: 'Authorization', value: reference },
        { key: 'X-Plain', value: 'open' },
        { key: 'X-Marked', value: reference, secret: true },
        { key: 'X-Open-Key', value: 'open-key', secret: false },
      ],
      auth: { ...inputs.auth, clientSecret: reference },
    })
    const plain = await vault.secretsOf(flowId, sealed)
    expect([...plain.values()].sort()).toEqual(['Bearer top-secret', 'client-secret', 'marked-secret'])
    const rows = await secrets.ofFlow(flowId)
    expect(rows.map(({ host }) => host).sort()).toEqual([
      'api.example.com:443',
      'api.example.com:443',
      'id.example.com:443 api.example.com:443',
    ])
    expect(JSON.stringify(rows)).not.toMatch(/top-secret|client-secret|marked/)
  })

  it('keeps references when a flow is saved again', async () => {
    const { vault, secrets } = open()
    const sealed = await vault.seal(flowId, flowWith({ inputs }))
    expect(await vault.seal(flowId, sealed)).toBe(sealed)
    expect(await secrets.ofFlow(flowId)).toHaveLength(3)
  })

  it('encrypts the same text differently each time', async () => {
    const { vault, secrets } = open()
    await vault.seal(flowId, flowWith({ inputs }, { inputs }))
    const rows = await secrets.ofFlow(flowId)
    expect(new Set(rows.map(({ sealed }) => sealed)).size).toBe(6)
  })

  it('refuses a reference to the secret of another flow, and one to nothing', async () => {
    const { vault } = open()
    const sealed = await vault.seal(flowId, flowWith({ inputs }))
    const failure = await failureOf(vault.seal(otherFlowId, sealed))
    expect(failure.code).toBe('SECRET_MISSING')
    expect(failure.errors[0]?.path).toBe('nodes[0].inputs.auth.clientSecret')
    expect((await failureOf(vault.secretsOf(otherFlowId, sealed))).code).toBe('SECRET_MISSING')
    const invented = flowWith({ type: 'inbound-api', inputs: { authToken: { $secret: 'no-such-id' } } })
    expect((await failureOf(vault.seal(flowId, invented))).code).toBe('SECRET_MISSING')
  })

  it('asks again when a secret would go to another host, and not when only the path changes', async () => {
    const { vault } = open()
    const sealed = await vault.seal(flowId, flowWith({ inputs }))
    const moved = (url: string): Flow => ({
      ...sealed,
      nodes: sealed.nodes.map((node) => ({ ...node, inputs: { ...node.inputs, url } })),
    })
    expect(await vault.problemsOf(flowId, moved('https://api.example.com/other/$id'))).toEqual([])
    const elsewhere = moved('https://evil.example/')
    expect(await vault.problemsOf(flowId, elsewhere)).toEqual([
      // The token that is got for it would go to the new host.
      expect.objectContaining({
        path: 'inputs.auth.clientSecret',
        message: expect.stringContaining('id.example.com:443 and api.example.com:443'),
      }),
      expect.objectContaining({
        code: 'SECRET_MISSING',
        severity: 'error',
        nodeId: 1,
        path: 'inputs.headers[0].value',
      }),
      expect.objectContaining({ path: 'inputs.headers[2].value' }),
    ])
    expect((await failureOf(vault.secretsOf(flowId, elsewhere))).code).toBe('SECRET_MISSING')
    expect((await failureOf(vault.secretsOf(flowId, moved('http://api.example.com/')))).code).toBe('SECRET_MISSING')
    // It is kept meanwhile: going back makes it good again.
    expect(await vault.problemsOf(flowId, await vault.seal(flowId, elsewhere))).toHaveLength(3)
    expect(await vault.problemsOf(flowId, moved(inputs.url))).toEqual([])
  })

  it('opens a secret only in the input of the action it was entered in', async () => {
    const { vault } = open()
    const sealed = await vault.seal(flowId, flowWith({ type: 'inbound-api', inputs: { authToken: 'token-1' } }))
    const reference = sealed.nodes[0]?.inputs.authToken
    const elsewhere = [
      { inputs: { ...inputs, headers: [], auth: { type: 'none' }, body: reference, method: 'POST' } },
      { inputs: { ...inputs, headers: [], auth: { ...inputs.auth, scope: reference } } },
      { type: 'zapier-invoke', inputs: { mode: 'catch-hook', catchHookUrl: reference } },
    ]
    for (const node of elsewhere) {
      expect(await failureOf(vault.secretsOf(flowId, flowWith(node)))).toMatchObject({
        code: 'SECRET_MISSING',
        message: expect.stringContaining('belongs to another field'),
      })
    }
  })

  it('goes on opening secrets from before their place was stored, for the host they had', async () => {
    const { vault, secrets } = open()
    const id = '01990000-0000-7000-8000-0000000000aa'
    const old = { id, flowId, host: 'id.example.com:443', place: null, createdAt: new Date() }
    const sealedText = sealText(secretKeyOf('k'.repeat(32)), 'client-secret', [id, flowId, old.host])
    await secrets.create([{ ...old, sealed: sealedText }])
    const auth = { ...inputs.auth, clientSecret: { $secret: id } }
    const flow = flowWith({ inputs: { ...inputs, headers: [], auth } })
    expect(await vault.secretsOf(flowId, flow)).toEqual(new Map([[id, 'client-secret']]))
    expect(await vault.problemsOf(flowId, flow)).toEqual([])
  })

  it('does not mind a stale secret of an authentication that is switched off', async () => {
    const { vault } = open()
    const sealed = await vault.seal(flowId, flowWith({ inputs: { ...inputs, headers: [] } }))
    const off = {
      ...inputs,
      headers: [],
      auth: { ...Object(sealed.nodes[0]?.inputs.auth), type: 'none', tokenUrl: '' },
    }
    expect(await vault.problemsOf(flowId, flowWith({ inputs: off }))).toEqual([])
  })

  it('seals secrets that are sent nowhere', async () => {
    const { vault } = open()
    const flow = flowWith(
      { type: 'inbound-api', inputs: { authToken: 'token-1' } },
      { type: 'webhook', inputs: { path: 'p', auth: { type: 'header', headerName: 'X-Key', headerValue: 'value-1' } } },
    )
    const plain = await vault.secretsOf(flowId, await vault.seal(flowId, flow))
    expect([...plain.values()].sort()).toEqual(['token-1', 'value-1'])
  })

  it('warns of a secret that callers could guess, typed or sealed', async () => {
    const { vault } = open()
    const basic = (password: string) => ({ path: 'p', auth: { type: 'basic', username: 'u', password } })
    const typed = flowWith(
      { type: 'inbound-api', inputs: { authToken: 'x' } },
      { type: 'webhook', inputs: basic('1234567') },
      { type: 'webhook', inputs: { path: 'q', auth: { type: 'header', headerName: 'X-Key', headerValue: 'abc' } } },
      { type: 'webhook', inputs: basic('long enough') },
      { inputs: { ...inputs, auth: { type: 'basic', username: 'u', password: 'x' } } },
    )
    const weak = { severity: 'warning', code: 'SECRET_WEAK' }
    const expected = [
      { ...weak, nodeId: 1, path: 'inputs.authToken' },
      { ...weak, nodeId: 2, path: 'inputs.auth.password' },
      { ...weak, nodeId: 3, path: 'inputs.auth.headerValue' },
    ]
    expect(await vault.problemsOf(flowId, typed)).toMatchObject(expected)
    const sealed = await vault.seal(flowId, typed)
    expect(await vault.problemsOf(flowId, sealed)).toMatchObject(expected)
    expect(await open('o'.repeat(32)).vault.problemsOf(flowId, sealed)).toEqual([])
  })

  it('reads nothing with another key, or from a row that was moved or changed', async () => {
    const { vault, secrets } = open()
    const sealed = await vault.seal(flowId, flowWith({ type: 'inbound-api', inputs: { authToken: 'token-1' } }))
    expect((await failureOf(open('x'.repeat(32)).vault.secretsOf(flowId, sealed))).message).toContain('another key')
    const [row] = await secrets.ofFlow(flowId)
    await database.kysely.updateTable('secret').set({ flowId: otherFlowId }).execute()
    expect((await failureOf(vault.secretsOf(otherFlowId, sealed))).message).toContain('damaged')
    const broken = `${row?.sealed.slice(0, -6)}AAAA==`
    await database.kysely.updateTable('secret').set({ flowId, sealed: broken }).execute()
    expect((await failureOf(vault.secretsOf(flowId, sealed))).message).toContain('damaged')
  })

  it('asks no database for flows without secrets', async () => {
    const { vault } = open()
    const plain = flowWith({ type: 'send-sms', inputs: { to: '$ANI', from: '$DNIS', message: 'Hi' } })
    expect(await vault.seal(flowId, plain)).toBe(plain)
    expect((await vault.secretsOf(flowId, plain)).size).toBe(0)
  })
})

describe('stripSecrets', () => {
  it('leaves an empty text where a secret was', async () => {
    const { vault } = open()
    const stripped = stripSecrets(await vault.seal(flowId, flowWith({ inputs })))
    expect(JSON.stringify(stripped)).not.toContain('$secret')
    expect(stripped.nodes[0]?.inputs).toMatchObject({
      headers: [{ key: 'Authorization', value: '' }, inputs.headers[1], { value: '' }, inputs.headers[3]],
      auth: { clientSecret: '', clientId: 'c' },
    })
  })
})
