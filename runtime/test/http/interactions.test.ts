import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startExampleBridge } from '../../../scripts/bridge-check/example-bridge.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, startStandIn, text } from '../helpers/stand-in.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const PATH = '/interactions'
const right = { account: 'northwind', token: 'token-of-ana-0123456789' }
const ticket = { id: 7, subject: 'Wet box', date: '2012-11-20 23:01:00 UTC', type: 'Ticket', status: 'wartet' }

let http: HttpTest
let bridge: Bridge
let rig: ReturnType<typeof createBridgeRig>
let names = 0

beforeAll(async () => {
  bridge = await startBridge({ accepts: ({ token }) => token === right.token })
  http = await startHttpTest()
  rig = createBridgeRig(http)
})

afterAll(async () => {
  await http.close()
  await bridge.close()
})

beforeEach(() => bridge.answerWith(PATH, json([ticket], 200)))

/** An account whose bridge tells of tickets and cases, and a contact with an e-mail address. */
async function desk(change: Record<string, unknown> = {}, properties: object = {}) {
  names += 1
  const manifest = bridgeManifest(bridge.origin, {
    name: `desk${names}`,
    interaction_retrieval_endpoint: `${bridge.origin}${PATH}`,
    interaction_types: ['Ticket', 'Case'],
    ...change,
  })
  await rig.importManifest(manifest)
  const accountId = await rig.createAccount(manifest.integration.name, { ...right, ...properties })
  const body = { fields: { name: 'Ines Prado', email: `ines${names}@northwind.example` } }
  const contactId: string = (await http.call('POST', '/api/contacts', { body })).body.id
  const path = `/api/contacts/${contactId}/interactions`
  const calls = () => bridge.callsOf(PATH).filter(({ data }) => `${data?.contact_emails}` === body.fields.email)
  return {
    manifest,
    accountId,
    contactId,
    path,
    get: (query = '') => http.call('GET', `${path}/${accountId}${query}`),
    calls,
  }
}

describe('interactions of a contact', () => {
  it('are asked for with what is known of the contact, and shown as the bridge tells them', async () => {
    const { accountId, contactId, path, get, calls } = await desk()
    const number = '+351210000001'
    await http.call('PATCH', `/api/contacts/${contactId}`, {
      body: {
        addPoints: [{ channel: 'sms', value: number }],
        externalIds: [
          { source: accountId, externalId: 'c-901' },
          { source: 'crm', externalId: 'x' },
        ],
      },
    })
    const sources = (await http.call('GET', path)).body.items
    expect(sources.filter((source: { accountId: string }) => source.accountId === accountId)).toEqual([
      { accountId, accountName: 'Desk of Ana', integrationName: 'Desk', picture: null },
    ])
    const answer = await get()
    expect([answer.status, answer.body.problem], answer.text).toEqual([200, null])
    const date = '2012-11-20T23:01:00.000Z'
    const rest = { description: null, priority: null, url: null }
    expect(answer.body.items).toEqual([{ ...ticket, ...rest, id: '7', date }])
    const [call] = calls()
    expect([call?.auth, call?.meta]).toEqual([right, { interaction_types: ['Ticket', 'Case'] }])
    expect(call?.data).toEqual({
      contact_external_id: 'c-901',
      contact_name: 'Ines Prado',
      contact_emails: [expect.stringContaining('@northwind.example')],
      contact_phones: [number],
    })
  })

  it('come with the icon of the service, once that is copied', async () => {
    const icons = await startStandIn((response) => void response.end(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')))
    onTestFinished(() => icons.close())
    const { path, accountId } = await desk({ icon_url: `${icons.origin}/icon.png` })
    const picture = await eventually(async () => {
      const { items } = (await http.call('GET', path)).body
      return items.find((source: { accountId: string }) => source.accountId === accountId).picture ?? false
    })
    const agent = await http.tokenOf('agent')
    expect((await http.call('GET', picture, { token: agent })).status).toBe(200)
  })

  it('are of the kinds that the account has chosen, without those that a newer manifest has dropped', async () => {
    const { manifest, accountId, get, calls } = await desk({}, { 'interaction-types': ['Case'] })
    bridge.answerWith(PATH, json([ticket, { ...ticket, id: 8, type: 'Case' }], 200))
    expect((await get()).body.items).toMatchObject([{ id: '8', type: 'Case' }])
    expect(calls().at(-1)?.meta).toEqual({ interaction_types: ['Case'] })
    const change = { ...manifest.integration, interaction_types: ['Ticket', 'Order'] }
    await rig.importManifest({ ...manifest, integration: change })
    // What was chosen is gone altogether: nothing is asked, and that is told.
    const before = calls().length
    const { items, problem } = (await get('?fresh=true')).body
    expect([items, calls().length]).toEqual([[], before])
    expect(problem).toMatch(/is asked for no interactions.+An administrator chooses them under Accounts\.$/)
    const body = { name: 'Desk of Ana', properties: { ...right, 'interaction-types': ['Order'] } }
    await http.call('PUT', `/api/accounts/${accountId}`, { body })
    await get()
    expect(calls().at(-1)?.meta).toEqual({ interaction_types: ['Order'] })
  })

  it('are of all kinds, also of those of a newer manifest, unless the account has chosen some', async () => {
    const { manifest, accountId, get, calls } = await desk({}, { 'interaction-types': ['Case', 'Ticket'] })
    expect((await http.call('GET', `/api/accounts/${accountId}`)).body.properties).not.toHaveProperty(
      'interaction-types',
    )
    const interaction_types = ['ticket', 'case', 'order']
    const checked = { ...manifest, integration: { ...manifest.integration, interaction_types } }
    await rig.importManifest(checked)
    expect((await get()).body).toMatchObject({ problem: null, items: [{ type: 'ticket' }] })
    expect(calls().at(-1)?.meta).toEqual({ interaction_types })
  })

  it('keep the kinds that the account has chosen where a newer manifest spells them in another letter case', async () => {
    const { manifest, accountId, get, calls } = await desk({}, { 'interaction-types': ['Ticket'] })
    const change = { ...manifest.integration, interaction_types: ['CASE', 'TICKET'] }
    expect((await rig.importManifest({ ...manifest, integration: change })).consequences).toEqual([])
    await get()
    const { name, properties } = (await http.call('GET', `/api/accounts/${accountId}`)).body
    expect(properties['interaction-types']).toEqual(['TICKET'])
    await http.call('PUT', `/api/accounts/${accountId}`, { body: { name, properties } })
    await get()
    expect(calls().map(({ meta }) => meta?.interaction_types)).toEqual([['TICKET'], ['TICKET']])
  })

  it('are kept for others who open the contact; fresh ones and those of a changed contact are asked for', async () => {
    const { contactId, get, calls } = await desk()
    const [first, second] = [await get(), await get()]
    expect([second.body, calls().length]).toEqual([first.body, 1])
    await get('?fresh=true')
    expect(calls()).toHaveLength(2)
    await http.call('PATCH', `/api/contacts/${contactId}`, { body: { fields: { name: 'Ines P.' } } })
    await get()
    expect(calls().at(-1)?.data).toMatchObject({ contact_name: 'Ines P.' })
    expect(calls()).toHaveLength(3)
  })

  it('of a slow bridge are asked for once for two people, and hold up nothing else', async () => {
    const slow = await desk()
    const released = Promise.withResolvers<void>()
    bridge.answerWith(PATH, async (response, request) => {
      await released.promise
      await json([ticket], 200)(response, request)
    })
    const answers = [slow.get(), slow.get('?fresh=true')]
    await eventually(() => slow.calls().length > 0)
    const [listed, shown] = [
      await http.call('GET', slow.path),
      await http.call('GET', `/api/contacts/${slow.contactId}`),
    ]
    expect([listed.status, shown.status]).toEqual([200, 200])
    released.resolve()
    for (const { body } of await Promise.all(answers)) expect(body.items).toHaveLength(1)
    expect(slow.calls()).toHaveLength(1)
  })

  it.each([
    ['a fault', json({}, 500), 'Desk of Ana cannot tell now. The bridge has a fault: it answered 500.'],
    ['too many calls', json({}, 429), 'Desk of Ana cannot tell now.'],
    ['a refusal', json({ message: 'no' }, 404), 'Desk of Ana does not answer this question. The bridge answered 404.'],
    ['wrong credentials', json({}, 401), 'Desk of Ana does not take the account (401).'],
    [
      'a page',
      text('<html></html>'),
      'Desk of Ana gave an answer that cannot be used. The answer is a page (HTML or XML).',
    ],
    ['an object', json({ items: [] }, 200), 'Desk of Ana gave an answer that cannot be used.'],
    ['a redirect', (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(), 'redirect'],
    ['a huge answer', json([{ ...ticket, subject: 'x'.repeat(2_000_000) }], 200), 'Desk of Ana gave an answer'],
    ['a closed connection', (response) => void response.destroy(), 'Desk of Ana cannot tell now.'],
    ['an echo of the secret', json({ [right.token]: right.token }, 200), 'Desk of Ana gave an answer'],
  ] satisfies readonly (readonly [string, Reply, string])[])(
    'of a bridge with %s are a sentence, and there again once it is mended',
    async (_title, reply, sentence) => {
      const { get } = await desk()
      bridge.answerWith(PATH, reply)
      const answer = await get()
      expect([answer.status, answer.body.items]).toEqual([200, []])
      expect(answer.body.problem).toContain(sentence)
      expect(answer.text).not.toContain(right.token)
      bridge.answerWith(PATH, json([ticket], 200))
      expect((await get('?fresh=true')).body).toMatchObject({ problem: null, items: [{ subject: 'Wet box' }] })
    },
  )

  it('that cannot be read are counted, and the first reason is told', async () => {
    const { get } = await desk()
    bridge.answerWith(
      PATH,
      json(
        [
          { ...ticket, date: '2012-11-20' },
          { ...ticket, id: 8, subject: '' },
        ],
        200,
      ),
    )
    expect((await get()).body).toMatchObject({
      items: [],
      problem: null,
      leftOut: expect.stringMatching(
        /^2 entries could not be read\. The first: \[0\]\.date: .+The maker of the bridge/,
      ),
    })
  })

  it('carry neither secrets nor links that run something', async () => {
    const { get } = await desk()
    const items = ['javascript:alert(1)', 'https://desk.example.com/t/7'].map((url, id) => ({ ...ticket, id, url }))
    bridge.answerWith(PATH, json([...items, { ...ticket, subject: `Key ${right.token}` }], 200))
    const { body, text: shown } = await get()
    expect(body.items.map(({ url }: { url: string }) => url)).toEqual([null, 'https://desk.example.com/t/7', null])
    expect(shown).not.toContain(right.token)
  })

  it('of a manifest without types are those that the bridge tells', async () => {
    const { get, calls } = await desk({ interaction_types: undefined })
    expect((await get()).body.items).toMatchObject([{ type: 'Ticket' }])
    expect(calls()[0]?.meta).toEqual({ interaction_types: [] })
  })

  it('are read by those who read contacts', async () => {
    const { path, accountId } = await desk()
    const [agent, viewer] = [await http.tokenOf('agent'), await http.tokenOf('viewer')]
    const status = async (address: string, token: string) => (await http.call('GET', address, { token })).status
    expect([await status(path, agent), await status(`${path}/${accountId}`, agent)]).toEqual([200, 200])
    expect([await status(path, viewer), await status(`${path}/${accountId}`, viewer)]).toEqual([403, 403])
  })

  it('are not found for a contact or an account that is not there, or cannot tell', async () => {
    const { path, accountId, contactId } = await desk()
    const silent = await desk({ interaction_retrieval_endpoint: undefined })
    const none = '00000000-0000-7000-8000-000000000000'
    const code = async (address: string) => (await http.call('GET', address)).body.code
    expect(await code(`/api/contacts/${none}/interactions`)).toBe('CONTACT_NOT_FOUND')
    expect(await code(`/api/contacts/${none}/interactions/${accountId}`)).toBe('CONTACT_NOT_FOUND')
    for (const other of [none, 'simulator', silent.accountId]) {
      expect(await code(`${path}/${other}`)).toBe('ACCOUNT_NOT_FOUND')
    }
    const listed = (await http.call('GET', `/api/contacts/${contactId}/interactions`)).body.items
    expect(listed.map((source: { accountId: string }) => source.accountId)).not.toContain(silent.accountId)
  })
})

it('the bridge of the documentation tells what happened with a contact that it knows by e-mail', async () => {
  const example = await startExampleBridge(await temporaryFolder('bridge-'))
  const manifest = JSON.stringify(example.manifest).replaceAll('https://bridge.example.com', example.origin)
  await rig.importManifest(JSON.parse(manifest))
  const account = await rig.createAccount('file_crm', { company: 'northwind', api_key: 'key-of-northwind' })
  const fields = { name: 'Ines', email: 'ines@northwind.example' }
  const { id } = (await http.call('POST', '/api/contacts', { body: { fields } })).body
  const { body } = await http.call('GET', `/api/contacts/${id}/interactions/${account}`)
  expect(body).toMatchObject({ problem: null, items: [{ type: 'ticket', subject: expect.any(String) }] })
  await example.close()
})
