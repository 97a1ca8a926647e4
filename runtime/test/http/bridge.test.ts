import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startExampleBridge } from '../../../scripts/bridge-check/example-bridge.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn, text } from '../helpers/stand-in.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest, ticketAction } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const secret = 'token-of-ana-0123456789'
const right = { account: 'northwind', token: secret }
const pin = '4711-0815'
/** Two secrets, one of which is sent when an account is made and not kept. */
const withPin = [
  { field_name: 'token', display: 'Token', mandatory: true, type: 'password', store: true },
  { field_name: 'pin', display: 'PIN', mandatory: true, type: 'password', store: false },
]
const PATH = '/actions/create_ticket'

let http: HttpTest
let bridge: Bridge
let listener: StandIn
let rig: ReturnType<typeof createBridgeRig>

beforeAll(async () => {
  bridge = await startBridge({ accepts: ({ token }) => token === secret, grants: { tenant_id: 'tn-4471', plan: 7 } })
  listener = await startStandIn(json({ ok: true }))
  http = await startHttpTest({ PATCHBAY_ON_FAILURE_URL: `${listener.origin}/alerts` })
  rig = createBridgeRig(http)
})

afterAll(async () => {
  await http.close()
  await Promise.all([bridge.close(), listener.close()])
})

async function typeIds(): Promise<readonly string[]> {
  const { items } = (await http.call('GET', '/api/account-types?limit=200')).body
  return items.map(({ id }: { readonly id: string }) => id)
}

/** Reads the newest call of a path as the official library does. @throws for another signature */
function verified(path: string, signingSecret: string): unknown {
  const call = bridge.callsOf(path).at(-1)
  const headers = Object.entries(call?.headers ?? {}).map(([name, value]) => [name, String(value)] as const)
  return new Webhook(signingSecret).verify(call?.body ?? '', Object.fromEntries(headers))
}

const connectionOf = async (account: string) => {
  return (await http.call('GET', `/api/accounts/${account}/status`)).body.connection
}

/** How often people were told that an account is in trouble. */
const lossesOf = (account: string) => {
  return listener.requests.filter(({ body }) => body.includes('account-lost') && body.includes(account))
}

async function desk(name: string, change: Record<string, unknown> = {}) {
  await rig.importManifest(bridgeManifest(bridge.origin, { name, ...change }))
  const account = await rig.createAccount(name, right)
  return { account, data: { subject: 'Wet box', priority: 'high' } }
}

it('the bridge of the documentation takes an account, and its block creates a ticket in its files', async () => {
  const crm = await temporaryFolder('bridge-')
  const example = await startExampleBridge(crm)
  try {
    const text = JSON.stringify(example.manifest).replaceAll('https://bridge.example.com', example.origin)
    await rig.importManifest(JSON.parse(text))
    const properties = { company: 'northwind', api_key: 'key-of-northwind' }
    const wrong = { type: 'bridge:file_crm', name: 'Wrong', properties: { ...properties, api_key: 'guessed' } }
    expect((await http.call('POST', '/api/accounts', { body: wrong })).body.code).toBe('ACCOUNT_REFUSED')
    const created = await http.call('POST', '/api/accounts', { body: { ...wrong, properties } })
    expect(created.status, created.text).toBe(201)
    const data = { subject: 'Box arrived wet', requester: 'ines@northwind.example', priority: 'high' }
    const node = rig.ticketNode('file_crm', { account: created.body.id, data })
    const { step } = await rig.runOf(await rig.deployFlow(node))
    expect(step).toMatchObject({ exit: 'success', outputs: { message: 'The ticket was created.', statusCode: 201 } })
    const file = join(crm, 'northwind/tickets', `${step.outputs.external_id}.json`)
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ contactId: 'c-1', subject: 'Box arrived wet' })
  } finally {
    await example.close()
    await rm(crm, { recursive: true })
  }
})

describe('an imported integration', () => {
  it('is an account type and blocks at once, with the form that the manifest says', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'shown', interaction_types: ['Ticket', 'Case'] }))
    const types = (await http.call('GET', '/api/account-types?limit=200')).body.items
    const type = types.find(({ id }: { id: string }) => id === 'bridge:shown')
    expect(type).toMatchObject({ title: 'Desk', capabilities: { create: true, test: true } })
    expect(Object.keys(type.properties.properties)).toEqual(['account', 'token', 'interaction-types', 'signing-secret'])
    expect(type.properties.properties.token).toMatchObject({ 'x-secret': true, 'x-required': true })
    const { nodes, icons } = (await http.call('GET', '/api/catalog')).body
    const block = nodes.find(({ id }: { id: string }) => id === 'bridge:shown.create_ticket')
    expect(block).toMatchObject({ title: 'Create a ticket', category: 'integrations', typeVersion: 1 })
    expect(icons[block.icon].length).toBeGreaterThan(0)
    const { properties } = block.inputs.properties.data
    expect(Object.keys(properties)).toEqual(['subject', 'comment', 'count', 'phone', 'link', 'due', 'priority'])
    expect(properties.priority['x-ui'].choices).toEqual(
      ['low', 'normal', 'high'].map((value) => ({ value, label: value })),
    )
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of a flow
    expect(block.defaults.data).toEqual({ subject: 'Costs $$5 ${contact.name}', count: '3' })
    const choices = await http.call('GET', '/api/options/accounts.bridge:shown')
    expect([choices.status, choices.body.items]).toEqual([200, []])
  })

  it('asks the bridge about an account before it is stored, and keeps what the bridge gives', async () => {
    const { account, data } = await desk('kept')
    const [asked] = bridge.callsOf('/auth_validation').slice(-1)
    expect([asked?.auth, asked?.meta, asked?.data]).toEqual([right, undefined, undefined])
    const flowId = await rig.deployFlow(rig.ticketNode('kept', { account, data }))
    await rig.runOf(flowId)
    expect(bridge.callsOf(PATH).at(-1)?.auth).toEqual({ ...right, tenant_id: 'tn-4471', plan: 7 })
    const shown = await http.call('GET', `/api/accounts/${account}`)
    expect(shown.body.properties).toEqual({
      account: 'northwind',
      token: { $secret: 'token' },
      'signing-secret': { $secret: 'signing-secret' },
    })
    expect(shown.text).not.toContain('tn-4471')
  })

  it.each([
    ['wrong credentials', undefined, 'The bridge does not accept these credentials (401).'],
    ['a fault of the bridge', json({}, 500), 'it answered 500. That says nothing about the credentials.'],
    ['a page', text('<html></html>'), 'The answer is a page (HTML or XML).'],
    ['a redirect', redirect, 'answered with a redirect (302).'],
    ['a list', json([1]), 'The answer must be an object'],
    ['an object within', json({ a: {} }), 'a: Must be text, a number, true or false'],
    ['a huge reply', json({ a: 'x'.repeat(2_000_000) }), 'The bridge could not check the account:'],
    ['an echo of the secret', json({ [secret]: {} }), '•••: Must be text, a number'],
    ['an echo of a secret that is only passed on', json({ [pin]: {} }), '•••: Must be text, a number'],
  ])('stores no account after %s, and says why', async (title, reply, sentence) => {
    const manifest = bridgeManifest(bridge.origin, { name: 'refusing', authentication_configuration: withPin })
    await rig.importManifest(manifest)
    bridge.answerWith('/auth_validation', reply)
    const token = title === 'wrong credentials' ? 'wrong' : secret
    const body = { type: 'bridge:refusing', name: 'x', properties: { token, pin } }
    const answer = await http.call('POST', '/api/accounts', { body })
    bridge.answerWith('/auth_validation', undefined)
    expect([answer.status, answer.body.code]).toEqual([422, 'ACCOUNT_REFUSED'])
    expect(answer.body.detail).toContain(sentence)
    expect(answer.text).not.toContain(secret)
    expect(answer.text).not.toContain(pin)
    expect((await http.call('GET', '/api/accounts?type=bridge:refusing')).body.items).toEqual([])
  })

  it('signs every call with the secret of the account, which is shown once and made anew where it is emptied', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'signed' }))
    const body = { type: 'bridge:signed', name: 'Desk of Ana', properties: right }
    const created = await http.call('POST', '/api/accounts', { body })
    const { id, secrets } = created.body
    const first: string = secrets['signing-secret']
    const flowId = await rig.deployFlow(
      rig.ticketNode('signed', { account: id, data: { subject: 'Wet box', priority: 'low' } }),
    )
    const { run, text } = await rig.runOf(flowId)
    for (const path of ['/auth_validation', PATH]) expect(() => verified(path, first)).not.toThrow()
    expect(bridge.callsOf(PATH).at(-1)?.headers['webhook-id']).toBe(`${run.id}.2.1`)
    expect(text).not.toContain(first)

    const saved = await http.call('PUT', `/api/accounts/${id}`, {
      body: { name: 'Desk of Ana', properties: { ...right, 'signing-secret': '' } },
    })
    const second: string = saved.body.secrets['signing-secret']
    await rig.runOf(flowId)
    expect(() => verified(PATH, second)).not.toThrow()
    expect(() => verified(PATH, first)).toThrow('No matching signature')
    const shown = await http.call('GET', `/api/accounts/${id}`)
    expect(shown.text).not.toMatch(/whsec_/)
  })

  it('takes a secret that the bridge knows already, and says what one looks like', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'known' }))
    const account = (signing: string) => {
      const properties = { ...right, 'signing-secret': signing }
      return http.call('POST', '/api/accounts', { body: { type: 'bridge:known', name: 'Desk of Ana', properties } })
    }
    const known = `whsec_${'ab12'.repeat(11)}=`
    const created = await account(known)
    expect([created.status, created.body.secrets]).toEqual([201, {}])
    expect(() => verified('/auth_validation', known)).not.toThrow()
    const refused = await account('open-sesame')
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toContain('Signing secret must be whsec_, then ')
  })

  it('takes 204 as a yes without anything to keep', async () => {
    bridge.answerWith('/auth_validation', (response) => void response.writeHead(204).end())
    const { account, data } = await desk('nothing')
    bridge.answerWith('/auth_validation', undefined)
    await rig.runOf(await rig.deployFlow(rig.ticketNode('nothing', { account, data })))
    expect(bridge.callsOf(PATH).at(-1)?.auth).toEqual(right)
  })

  it('sends a field that is not stored when the account is made, and in no later call', async () => {
    const manifest = bridgeManifest(bridge.origin, { name: 'once', authentication_configuration: withPin })
    await rig.importManifest(manifest)
    const account = await rig.createAccount('once', { token: secret, pin })
    expect(bridge.callsOf('/auth_validation').at(-1)?.auth).toEqual({ token: secret, pin })
    await rig.runOf(await rig.deployFlow(rig.ticketNode('once', { account, data: { subject: 'a', priority: 'low' } })))
    expect(bridge.callsOf(PATH).at(-1)?.auth).not.toHaveProperty('pin')
    expect((await http.call('GET', `/api/accounts/${account}`)).text).not.toContain('pin"')
  })
})

describe('a block of an imported integration', () => {
  it('calls the endpoint as documented, and leaves the reply and its response variables', async () => {
    const { account, data } = await desk('runs')
    const all = { ...data, comment: 'It said "hi"\n$', count: '12', link: 'https://example.com/a', due: '2026-03-02' }
    const inputs = { account, data: all, responseVariables: [{ name: 'number', query: '$.ticket.number' }] }
    const { run, step, text: shown } = await rig.runOf(await rig.deployFlow(rig.ticketNode('runs', inputs)))
    expect([run.status, step.exit], shown).toEqual(['succeeded', 'success'])
    const call = bridge.callsOf(PATH).at(-1)
    expect(call?.data).toEqual({ ...all, comment: 'It said "hi"\n$', count: 12 })
    expect(call?.meta).toEqual({})
    expect(call?.headers).toMatchObject({ 'user-agent': 'Patchbay', 'idempotency-key': `${run.id}.2.1` })
    const count = bridge.callsOf(PATH).length
    expect(step.outputs).toMatchObject({ message: 'Done', external_id: `t-${count}`, statusCode: 201, error: '' })
    expect(step.variables.number).toBe(count)
    expect(shown).not.toContain(secret)
  })

  it.each([
    ['subject', ' ', 'Subject is empty, and the bridge needs it.'],
    ['count', '3.5', 'Count: "3.5" is no whole number.'],
    ['priority', 'urgent', 'Priority: "urgent" is none of low, normal,high.'],
    ['due', '01/02/2026', 'Due: "01/02/2026" is no date such as'],
    ['link', 'ftp://x', 'Link: "ftp://x" is no address'],
  ])('does not call the bridge where %s is "%s"', async (input, Value, sentence) => {
    const { account } = await desk('unfit')
    const before = bridge.callsOf(PATH).length
    const data = { subject: 'a', priority: 'low', [input]: '$Value' }
    const flowId = await rig.deployFlow(rig.ticketNode('unfit', { account, data }))
    const { step } = await rig.runOf(flowId, { Value })
    expect([step.exit, step.error.code]).toEqual(['failure', 'INVALID_VALUE'])
    expect(step.error.message).toContain(sentence)
    expect(bridge.callsOf(PATH).length).toBe(before)
  })

  it('says before a deploy what can never be sent', async () => {
    const { account } = await desk('early')
    const node = rig.ticketNode('early', { account, data: { subject: 'a', priority: 'low', count: 'many' } })
    await expect(rig.deployFlow(node)).rejects.toThrow('\\"many\\" is no whole number.')
  })

  it('takes a variable for a choice, and sends a whole number with all its digits', async () => {
    const { account } = await desk('variables')
    const data = { subject: 'a', priority: '$Value', count: '9223372036854775807' }
    const { step } = await rig.runOf(await rig.deployFlow(rig.ticketNode('variables', { account, data })), {
      Value: 'high',
    })
    const { body = '', data: sent } = bridge.callsOf(PATH).at(-1) ?? {}
    expect([step.exit, sent?.priority]).toEqual(['success', 'high'])
    expect(body).toContain('"count":9223372036854775807')
  })

  it('has fields and inputs by any name, even one that every object inherits something by', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
    const field = (field_name: string, type = 'input') => {
      return { field_name, display: field_name, mandatory: false, type, store: true }
    }
    const fields = [
      field('constructor'),
      field('toString', 'password'),
      field('hasOwnProperty'),
      field('valueOf', 'password'),
      field('token', 'password'),
    ]
    const inputs = names.map((key) => ({ key, name: key }))
    const action = ticketAction(bridge.origin, { inputs })
    await rig.importManifest(
      bridgeManifest(
        bridge.origin,
        { name: 'odd', authentication_configuration: fields, auth_validation_endpoint: null },
        action,
      ),
    )
    const given = { constructor: 'north', toString: 'secret-of-ana', token: secret }
    const account = await rig.createAccount('odd', given)
    const node = rig.ticketNode('odd', { account, data: { constructor: '$Value', toString: 'b' } })
    const { step } = await rig.runOf(await rig.deployFlow(node), { Value: 'a' })
    const { auth, data } = bridge.callsOf(PATH).at(-1) ?? {}
    expect([step.exit, auth, data]).toEqual(['success', given, { constructor: 'a', toString: 'b' }])
    const properties = { constructor: 'south', toString: { $secret: 'toString' }, token: { $secret: 'token' } }
    const saved = await http.call('PUT', `/api/accounts/${account}`, { body: { name: 'Desk of Ana', properties } })
    expect(saved.body.properties, saved.text).toMatchObject(properties)
    const empty = await rig.createAccount('odd', { token: secret })
    await rig.runOf(await rig.deployFlow(rig.ticketNode('odd', { account: empty, data: {} })))
    const last = bridge.callsOf(PATH).at(-1)
    expect([last?.auth, last?.data]).toEqual([{ token: secret }, {}])
  })

  it('leaves out what is optional and empty', async () => {
    const { account } = await desk('sparse')
    const data = { subject: 'a', priority: 'low', count: '', comment: '$Value' }
    await rig.runOf(await rig.deployFlow(rig.ticketNode('sparse', { account, data })))
    expect(bridge.callsOf(PATH).at(-1)?.data).toEqual({ subject: 'a', priority: 'low' })
  })

  it.each([
    [
      '400 and why',
      json({ message: 'No such priority' }, 400),
      'HTTP_STATUS',
      'The bridge answered 400: No such priority',
    ],
    ['403', json({}, 403), 'HTTP_STATUS', 'The bridge answered 403'],
    ['429', json({}, 429), 'HTTP_STATUS', 'The bridge answered 429'],
    ['500', (response) => void response.writeHead(500).end('Oops'), 'HTTP_STATUS', 'The bridge answered 500'],
    ['a page', text('<html></html>'), 'RESPONSE_NOT_READABLE', 'The reply of the bridge is not JSON'],
    ['a redirect', redirect, 'HTTP_STATUS', 'The bridge answered 302'],
    ['a huge reply', json({ a: 'x'.repeat(2_000_000) }), 'RESPONSE_TOO_LARGE', ''],
    ['a closed connection', (response) => void response.destroy(), 'CONNECTION_FAILED', ''],
    ['silence', () => undefined, 'TIMEOUT', 'No reply in 1 second'],
  ] satisfies readonly (readonly [string, Parameters<Bridge['answerWith']>[1], string, string])[])(
    'goes on by On Failure after %s, and calls once',
    async (_title, reply, code, message) => {
      const { account, data } = await desk('failing')
      const flowId = await rig.deployFlow(rig.ticketNode('failing', { account, data, timeoutSeconds: 1 }))
      bridge.answerWith(PATH, reply)
      const before = bridge.callsOf(PATH).length
      const { step } = await rig.runOf(flowId)
      bridge.answerWith(PATH, undefined)
      expect([step.exit, step.error.code]).toEqual(['failure', code])
      expect(step.error.message).toContain(message)
      expect(bridge.callsOf(PATH).length).toBe(before + 1)
    },
  )

  it('takes any 2xx, with an empty body too, as done', async () => {
    const { account, data } = await desk('silent')
    bridge.answerWith(PATH, (response) => void response.writeHead(204).end())
    const { step } = await rig.runOf(await rig.deployFlow(rig.ticketNode('silent', { account, data })))
    bridge.answerWith(PATH, undefined)
    expect([step.exit, step.outputs.statusCode]).toEqual(['success', 204])
  })

  it('marks an account that the bridge refuses, tells people once, and takes the mark away', async () => {
    const { account, data } = await desk('marked')
    const flowId = await rig.deployFlow(rig.ticketNode('marked', { account, data }))
    bridge.answerWith(PATH, json({}, 401))
    const { step } = await rig.runOf(flowId)
    await rig.runOf(flowId)
    bridge.answerWith(PATH, undefined)
    expect(step.error).toMatchObject({ code: 'HTTP_STATUS', message: 'The bridge answered 401' })
    const status = () => connectionOf(account)
    expect(await status()).toMatchObject({
      state: 'refused',
      problem: 'The bridge answered 401 to the action create_ticket: it does not accept the account.',
    })
    await eventually(() => lossesOf(account).length > 0)
    expect(lossesOf(account)).toHaveLength(1)
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
    expect(await status()).toBeUndefined()
  })

  it('leaves an account marked, and people told once, that is refused in one kind of calls and taken in another', async () => {
    const contacts = { contact_synchronization_endpoint: `${bridge.origin}/contacts` }
    const { account, data } = await desk('half', contacts)
    const flowId = await rig.deployFlow(rig.ticketNode('half', { account, data }))
    const path = `/api/accounts/${account}/synchronizations`
    bridge.answerWith('/contacts', json({}, 401))
    await http.call('PUT', `${path}/contacts`, { body: { isOn: true } })
    let before: string | null = null
    for (let times = 0; times < 3; times += 1) {
      if (times > 0) await http.call('POST', `${path}/contacts/start`, { body: {} })
      before = await eventually(async () => {
        const [{ state, endedAt }] = (await http.call('GET', path)).body.items
        return state === 'waiting' && endedAt !== before && endedAt
      })
      const { problem } = await eventually(() => connectionOf(account))
      expect(problem).toMatch(/^Its contacts could not be synchronized\. .+401/)
      expect((await rig.runOf(flowId)).step.exit).toBe('success')
      expect(await connectionOf(account)).toMatchObject({ state: 'refused', problem })
    }
    await eventually(() => lossesOf(account).length > 0)
    expect(lossesOf(account)).toHaveLength(1)
    bridge.answerWith('/contacts', json({ contacts: [] }))
    await http.call('POST', `${path}/contacts/start`, { body: {} })
    await eventually(async () => (await connectionOf(account)) === undefined)
    bridge.answerWith('/contacts', undefined)
  })

  it('is tried by the button of its form, and shows no secret', async () => {
    const { account, data } = await desk('tried')
    const inputs = { account, data, timeoutSeconds: 5, responseVariables: [] }
    const answer = await http.call('POST', '/api/actions/bridge:tried.create_ticket/test', { body: { inputs } })
    expect(answer.body, answer.text).toMatchObject({ exit: 'success', response: { statusCode: 201, format: 'json' } })
    expect(answer.text).not.toContain(secret)
  })

  it('asks for no account where the integration has no sign-in', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'open', type: 'none' }))
    bridge.answerWith(PATH, json({ external_id: 7 }))
    const data = { subject: 'a', priority: 'low' }
    const { step } = await rig.runOf(await rig.deployFlow(rig.ticketNode('open', { data })))
    bridge.answerWith(PATH, undefined)
    expect([step.exit, step.outputs.external_id]).toEqual(['success', '7'])
    expect(await typeIds()).not.toContain('bridge:open')
    const call = bridge.callsOf(PATH).at(-1)
    expect([call?.auth, call?.headers['webhook-signature']]).toEqual([{}, undefined])
  })

  it('asks the validator of an integration without sign-in once for each version, and tells what it says', async () => {
    const manifest = (change: object = {}) => bridgeManifest(bridge.origin, { name: 'met', type: 'none', ...change })
    const asked = () => bridge.callsOf('/auth_validation')
    const before = asked().length
    await http.call('POST', '/api/integrations/check', { body: manifest() })
    expect(asked().length).toBe(before)
    bridge.answerWith('/auth_validation', json({}))
    const imported = await rig.importManifest(manifest())
    expect([asked().length, asked().at(-1)?.auth, imported.warnings]).toEqual([before + 1, {}, []])
    await rig.importManifest(manifest())
    expect(asked().length).toBe(before + 1)
    bridge.answerWith('/auth_validation', json({}, 503))
    const { version, warnings } = await rig.importManifest(manifest({ description: 'Tickets.' }))
    bridge.answerWith('/auth_validation', undefined)
    expect([version, warnings]).toEqual([
      2,
      [{ path: 'integration.auth_validation_endpoint', message: expect.stringContaining('it answered 503.') }],
    ])
    const gone = { auth_validation_endpoint: 'https://no-such-host.invalid/auth' }
    expect((await rig.importManifest(manifest(gone))).warnings).toMatchObject([
      { path: 'integration.auth_validation_endpoint' },
    ])
  })
})

describe('Test Connection of an imported integration', () => {
  it('asks the bridge, and says which side is wrong', async () => {
    const { account } = await desk('checked')
    const check = async () => (await http.call('POST', `/api/accounts/${account}/test`)).body
    expect(await check()).toMatchObject({ ok: true, message: 'The bridge takes the account.' })
    bridge.answerWith('/auth_validation', json({}, 401))
    expect((await check()).message).toContain('does not accept these credentials')
    bridge.answerWith('/auth_validation', json({}, 503))
    expect((await check()).message).toContain('That says nothing about the credentials.')
    bridge.answerWith('/auth_validation', undefined)
  })
})

describe('a newer version of an imported integration', () => {
  it('leaves flows as they were built, and offers the newer block with its inputs taken over', async () => {
    const { account, data } = await desk('newer')
    const flowId = await rig.deployFlow(rig.ticketNode('newer', { account, data: { ...data, count: '5' } }))
    const [subject, , count, , , , priority] = ticketAction(bridge.origin).inputs
    const inputs = [
      subject,
      count,
      { ...priority, format: 'normal,urgent' },
      { key: 'tag', name: 'Tag', format: 'new' },
    ]
    const endpoint = `${bridge.origin}/actions/second`
    const manifest = bridgeManifest(bridge.origin, { name: 'newer' }, ticketAction(bridge.origin, { inputs, endpoint }))
    const saved = await rig.importManifest(manifest)
    expect(saved.consequences).toEqual([
      'The live flow "Orders" goes on with create_ticket as it was built. The newer one is offered there.',
    ])
    await rig.runOf(flowId)
    expect(bridge.calls.at(-1)?.path).toBe(PATH)
    const type = 'bridge:newer.create_ticket'
    const old = { account, timeoutSeconds: 5, data: { ...data, count: '5' } }
    const upgraded = await http.call('POST', `/api/actions/${type}/upgrade`, { body: { typeVersion: 1, inputs: old } })
    expect(upgraded.body, upgraded.text).toEqual({
      typeVersion: 2,
      inputs: { account, timeoutSeconds: 5, data: { subject: 'Wet box', count: '5', tag: 'new' } },
    })
    const { data: taken } = upgraded.body.inputs
    const next = rig.ticketNode('newer', { account, data: { ...taken, priority: 'urgent' } }, 2)
    await rig.runOf(await rig.deployFlow(next))
    expect(bridge.calls.at(-1)).toMatchObject({ path: '/actions/second', data: { tag: 'new', priority: 'urgent' } })
  })

  it('that asks for a sign-in leads live flows without an account to On Failure, and calls no bridge for them', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'opened', type: 'none' }))
    bridge.answerWith(PATH, json({}))
    const flowId = await rig.deployFlow(rig.ticketNode('opened', { data: { subject: 'Box', priority: 'low' } }))
    expect((await rig.runOf(flowId)).run.status).toBe('succeeded')
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'opened', type: 'custom' }))
    const calls = bridge.calls.length
    const { step } = await rig.runOf(flowId)
    expect(step).toMatchObject({ exit: 'failure', error: { message: expect.stringContaining('account') } })
    bridge.answerWith(PATH, undefined)
    expect(bridge.calls).toHaveLength(calls)
  })

  it('that asks for no sign-in any more leaves live flows at work, without what their account holds', async () => {
    const { account, data } = await desk('freed')
    const flowId = await rig.deployFlow(rig.ticketNode('freed', { account, data }))
    expect((await rig.runOf(flowId)).run.status).toBe('succeeded')
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'freed', type: 'none' }))
    bridge.answerWith(PATH, json({}))
    const { run, text } = await rig.runOf(flowId)
    bridge.answerWith(PATH, undefined)
    expect(run.status, text).toBe('succeeded')
    expect(bridge.calls.at(-1)?.auth).toEqual({})
  })

  it('makes no new version of a block that it leaves as it is', async () => {
    const first = ticketAction(bridge.origin)
    const other = { ...first, name: 'other', display: 'other' }
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'same' }, first, other))
    const changed = { ...other, display: 'another' }
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'same' }, first, changed))
    const { nodes } = (await http.call('GET', '/api/catalog')).body
    const versionOf = (id: string) => nodes.find((node: { id: string }) => node.id === id).typeVersion
    expect([versionOf('bridge:same.create_ticket'), versionOf('bridge:same.other')]).toEqual([1, 2])
  })

  it('is refused while a live flow has an action that would vanish, and so is removing the whole', async () => {
    const { account, data } = await desk('used')
    const flowId = await rig.deployFlow(rig.ticketNode('used', { account, data }))
    const without = bridgeManifest(bridge.origin, { name: 'used' }, ticketAction(bridge.origin, { name: 'other' }))
    const report = (await http.call('POST', '/api/integrations/check', { body: without })).body
    expect(report.inUse).toEqual([{ flowId, flowName: 'Orders', actions: ['create_ticket'] }])
    const refused = await http.call('PUT', '/api/integrations/used', { body: without })
    expect([refused.status, refused.body.code, refused.body.flows[0].flowId]).toEqual([
      409,
      'INTEGRATION_IN_USE',
      flowId,
    ])
    const removed = await http.call('DELETE', '/api/integrations/used')
    expect([removed.status, removed.body.code]).toEqual([409, 'INTEGRATION_IN_USE'])
    await http.call('POST', `/api/flows/${flowId}/undeploy`)
    expect((await http.call('DELETE', '/api/integrations/used')).body.detail).toContain('"used" has an account.')
    expect((await http.call('DELETE', `/api/accounts/${account}`)).status).toBe(204)
    expect((await http.call('DELETE', '/api/integrations/used')).status).toBe(204)
    const { nodes } = (await http.call('GET', '/api/catalog')).body
    expect(nodes.map(({ id }: { id: string }) => id)).not.toContain('bridge:used.create_ticket')
  })

  it('gets the secrets of an account only once they were entered for its host', async () => {
    const elsewhere = await startBridge()
    const { account, data } = await desk('moved')
    const moved = bridgeManifest(elsewhere.origin, { name: 'moved' })
    const saved = await rig.importManifest(moved)
    expect(saved.consequences[0]).toContain('Its account has to be given its secrets again')
    const flowId = await rig.deployFlow(rig.ticketNode('moved', { account, data }, 2))
    const { step } = await rig.runOf(flowId)
    expect(step.error).toMatchObject({ code: 'ACCOUNT_NOT_ALLOWED' })
    const test = (await http.call('POST', `/api/accounts/${account}/test`)).body
    expect(test).toMatchObject({ ok: false, message: expect.stringContaining('were not entered for') })
    expect(elsewhere.calls).toEqual([])
    const change = (token: unknown) =>
      http.call('PUT', `/api/accounts/${account}`, {
        body: { name: 'Desk of Ana', properties: { account: 'northwind', token } },
      })
    expect((await change({ $secret: 'token' })).body.code).toBe('SECRET_MISSING')
    expect((await change(secret)).status).toBe(200)
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
    expect(elsewhere.callsOf(PATH)).toHaveLength(1)
    await elsewhere.close()
  })

  it('leaves accounts usable, and lets them be saved as they are shown, where it drops a field or a choice', async () => {
    const field = (field_name: string) => {
      return { field_name, display: field_name, mandatory: true, type: 'input', store: true }
    }
    const [account, token, region, apiKey] = ['account', 'token', 'region', 'api_key'].map(field)
    const version = (fields: readonly unknown[], interaction_types: readonly string[]) =>
      bridgeManifest(bridge.origin, { name: 'dropping', authentication_configuration: fields, interaction_types })
    await rig.importManifest(version([account, token, region, apiKey], ['Ticket', 'Case']))
    const types = { 'interaction-types': ['Ticket', 'Case'] }
    const id = await rig.createAccount('dropping', { ...right, region: 'eu', api_key: 'key-012345', ...types })
    const saved = await rig.importManifest(version([account, token], ['Ticket']))
    expect(saved.consequences).toContain(
      'Its account keeps what was entered in region and api_key until it is saved again. It is sent no more.',
    )
    const data = { subject: 'a', priority: 'low' }
    const { step } = await rig.runOf(await rig.deployFlow(rig.ticketNode('dropping', { account: id, data })))
    expect(step.exit).toBe('success')
    expect(bridge.callsOf(PATH).at(-1)?.auth).toEqual({ ...right, tenant_id: 'tn-4471', plan: 7 })
    const { properties } = (await http.call('GET', `/api/accounts/${id}`)).body
    const body = { name: 'Desk of Ana', properties }
    const changed = await http.call('PUT', `/api/accounts/${id}`, { body })
    expect(changed.body.properties, changed.text).toEqual({
      account: 'northwind',
      token: { $secret: 'token' },
      'signing-secret': { $secret: 'signing-secret' },
    })
    const wrong = { ...body, properties: { ...body.properties, regoin: 'eu' } }
    expect((await http.call('PUT', `/api/accounts/${id}`, { body: wrong })).body.code).toBe('INVALID_INPUT')
  })

  it('gets what the bridge gave with an account without secrets only once the account was saved for its host', async () => {
    const [first, second] = [await startBridge({ grants: { tenant_key: 'tn-1' } }), await startBridge()]
    const fields = [{ field_name: 'account', display: 'Account', mandatory: true, type: 'input', store: true }]
    const at = (origin: string) => bridgeManifest(origin, { name: 'given', authentication_configuration: fields })
    await rig.importManifest(at(first.origin))
    const account = await rig.createAccount('given', { account: 'northwind' })
    const { consequences } = await rig.importManifest(at(second.origin))
    expect(consequences).toEqual([expect.stringMatching(/^Its account has to be saved again/)])
    const node = rig.ticketNode('given', { account, data: { subject: 'a', priority: 'low' } }, 2)
    const flowId = await rig.deployFlow(node)
    expect((await rig.runOf(flowId)).step.error).toMatchObject({ code: 'ACCOUNT_NOT_ALLOWED' })
    expect(second.calls).toEqual([])
    const body = { name: 'Desk of Ana', properties: { account: 'northwind' } }
    expect((await http.call('PUT', `/api/accounts/${account}`, { body })).status).toBe(200)
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
    expect(second.callsOf(PATH).map(({ auth }) => auth)).toEqual([{ account: 'northwind' }])
    await Promise.all([first.close(), second.close()])
  })
})

function redirect(response: Parameters<NonNullable<Parameters<Bridge['answerWith']>[1]>>[0]): void {
  response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
}
