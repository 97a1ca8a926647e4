import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contactPage } from '../../../docs/bridge/contacts.ts'
import type { Contact } from '../../../docs/bridge/records.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply } from '../helpers/stand-in.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const PATH = '/contacts'
const right = { account: 'northwind', token: 'token-of-ana-0123456789' }

let http: HttpTest
let bridge: Bridge
let rig: ReturnType<typeof createBridgeRig>
/** What the service has. Extra members of contacts are passed on as they are. */
let people: (Contact & Record<string, unknown>)[]
let changes = 0
let names = 0

beforeAll(async () => {
  bridge = await startBridge()
  http = await startHttpTest()
  rig = createBridgeRig(http)
})

afterAll(async () => {
  await http.close()
  await bridge.close()
})

beforeEach(() => {
  people = []
  bridge.answerWith(PATH, inPages)
})

/** Two contacts on a page, as the bridge of the documentation pages them. */
const inPages: Reply = (response, request) => {
  const { synchronization_checkpoint: checkpoint, offset } = JSON.parse(request.body).meta
  return json(contactPage(people, { checkpoint, offset, pageSize: 2 }))(response, request)
}

/** A contact is added or changed in the service. */
function has(id: string, name: string, more: Record<string, unknown> = {}): void {
  changes += 1
  const updatedAt = new Date(Date.UTC(2026, 0, 1) + changes * 1_000).toISOString()
  people = [...people.filter((one) => one.id !== id), { ...more, id, name, updatedAt }]
}

async function desk(change: Record<string, unknown> = {}) {
  names += 1
  const endpoint = { contact_synchronization_endpoint: `${bridge.origin}${PATH}` }
  const manifest = bridgeManifest(bridge.origin, { name: `sync${names}`, ...endpoint, ...change })
  await rig.importManifest(manifest)
  const accountId = await rig.createAccount(manifest.integration.name, right)
  const path = `/api/accounts/${accountId}/synchronizations`
  const look = async () => (await http.call('GET', path)).body.items[0]
  const turn = (isOn: boolean) => http.call('PUT', `${path}/contacts`, { body: { isOn } })
  const start = (body: object = {}) => http.call('POST', `${path}/contacts/start`, { body })
  const ended = (before: string | null = null) =>
    eventually(async () => {
      const item = await look()
      return item.state === 'waiting' && item.endedAt !== null && item.endedAt !== before && item
    }, 20_000)
  /** Begins one, and returns it once it has ended. */
  const synchronize = async (body: object = {}) => {
    const { endedAt, isOn } = await look()
    if (isOn) await start(body)
    else await turn(true)
    return ended(endedAt)
  }
  const contact = async (externalId: string) => {
    const { body } = await http.call('GET', `/api/contacts?search=${externalId}&limit=10`)
    return body.items.find((item: { externalIds: readonly { source: string; externalId: string }[] }) =>
      item.externalIds.some((known) => known.source === accountId && known.externalId === externalId),
    )
  }
  return { accountId, manifest, path, look, turn, start, ended, synchronize, contact }
}

describe('the synchronization of contacts', () => {
  it('is off at first; switched on, it copies all contacts page by page', async () => {
    const id = crypto.randomUUID()
    const { accountId, look, synchronize, contact } = await desk()
    has(`${id}-1`, 'Ines Prado', {
      company: 'Northwind',
      phones: ['+351 210 000 101'],
      emails: ['ines@northwind.example'],
      photo_url: 'https://img.example/1.png',
      url: 'https://crm.example/c/1',
    })
    for (const number of [2, 3, 4, 5]) has(`${id}-${number}`, `Otto ${number}`)
    expect(await look()).toMatchObject({ subject: 'contacts', isOn: false, state: 'off', dueAt: null, outcome: null })
    const done = await synchronize()
    expect(done).toMatchObject({ isOn: true, outcome: 'done', isWhole: true, pages: 3, message: '', problems: [] })
    expect(done.counts).toMatchObject({ added: 5, changed: 0, unchanged: 0, leftOut: 0 })
    const ines = await contact(`${id}-1`)
    expect(ines).toMatchObject({
      name: 'Ines Prado',
      fields: { first_name: 'Ines', last_name: 'Prado', company: 'Northwind', photo_url: 'https://img.example/1.png' },
      points: [{ channel: 'sms', value: '+351210000101' }],
      externalIds: [
        { source: accountId, accountName: 'Desk of Ana', url: 'https://crm.example/c/1', unseenSince: null },
      ],
    })
    const history = await http.call('GET', `/api/contacts/${ines.id}/history`)
    expect(history.body.items).toMatchObject([{ what: 'synchronized', author: { name: 'Desk of Ana' } }])
  })

  it('asks only for what has changed from then on, and writes only that', async () => {
    const id = crypto.randomUUID()
    const { accountId, synchronize, contact } = await desk()
    for (const number of [1, 2, 3]) has(`${id}-${number}`, `Ada ${number}`, { title: 'Buyer' })
    await synchronize()
    const [before, unchanged] = [await contact(`${id}-1`), await contact(`${id}-2`)]
    await http.call('PATCH', `/api/contacts/${before.id}`, { body: { fields: { title: 'Boss' } } })
    has(`${id}-1`, 'Ada Jones', { title: 'Head of Purchasing', company: 'Northwind' })
    const calls = bridge.callsOf(PATH).length
    const done = await synchronize()
    expect(done).toMatchObject({ isWhole: false, outcome: 'done', counts: { added: 0, changed: 1, unchanged: 0 } })
    expect(bridge.callsOf(PATH).slice(calls)).toMatchObject([
      { auth: right, meta: { synchronization_checkpoint: expect.any(String) } },
    ])
    const after = await contact(`${id}-1`)
    // What people changed here stays.
    expect(after.fields).toMatchObject({ name: 'Ada Jones', last_name: 'Jones', company: 'Northwind', title: 'Boss' })
    const whole = await synchronize({ isWhole: true })
    expect(whole).toMatchObject({ isWhole: true, counts: { added: 0, changed: 0, unchanged: 3 } })
    expect([await contact(`${id}-1`), await contact(`${id}-2`)]).toEqual([after, unchanged])
    expect(after.externalIds).toMatchObject([{ source: accountId }])
  })

  it('keeps a contact that a whole one does not bring any more, and says since when', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    for (const number of [1, 2, 3]) has(`${id}-${number}`, `Bo ${number}`)
    await synchronize()
    const gone = people.find((one) => one.id === `${id}-2`)
    people = people.filter((one) => one !== gone)
    expect((await synchronize({ isWhole: true })).counts).toMatchObject({ unchanged: 2, missing: 1 })
    expect((await contact(`${id}-2`)).externalIds).toMatchObject([{ unseenSince: expect.any(String) }])
    expect((await synchronize({ isWhole: true })).counts).toMatchObject({ missing: 0 })
    has(`${id}-2`, 'Bo 2')
    await synchronize()
    expect((await contact(`${id}-2`)).externalIds).toMatchObject([{ unseenSince: null }])
  })

  it('does not miss a contact that the service sends without a name', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    for (const number of [1, 2, 3]) has(`${id}-${number}`, `Cy ${number}`)
    await synchronize()
    has(`${id}-2`, '')
    const done = await synchronize({ isWhole: true })
    expect(done.counts).toMatchObject({ unchanged: 2, leftOut: 1, missing: 0 })
    const unseen = async () => (await contact(`${id}-2`)).externalIds[0].unseenSince
    expect(await unseen()).toBeNull()
    people = people.filter((one) => one.id !== `${id}-2`)
    await synchronize({ isWhole: true })
    expect(await unseen()).not.toBeNull()
    has(`${id}-2`, '')
    await synchronize()
    expect(await unseen()).toBeNull()
  })

  it('finds a contact by its number once, and tells of numbers that another contact has', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    const number = '+351210000202'
    const { body: known } = await http.call('POST', '/api/contacts', {
      body: { fields: { phone: number, name: 'Mum' } },
    })
    has(`${id}-1`, 'Clara Reis', { phones: [number], title: 'Buyer' })
    has(`${id}-2`, 'Davi Reis', { phones: [number, '+351210000203'] })
    const done = await synchronize()
    expect(done.counts).toMatchObject({ added: 1, changed: 1 })
    expect(done.problems).toEqual([
      { id: `${id}-2`, path: 'phones', message: expect.stringMatching(/^Another contact/) },
    ])
    expect(JSON.stringify(done)).not.toContain(number)
    expect(await contact(`${id}-1`)).toMatchObject({ id: known.id, name: 'Mum', fields: { title: 'Buyer' } })
    const second = await contact(`${id}-2`)
    expect([second.name, second.points.map((point: { value: string }) => point.value)]).toEqual([
      'Davi Reis',
      ['+351210000203'],
    ])
  })

  it('leaves two contacts of the service together that were merged here, and an address away that was taken away', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    has(`${id}-1`, 'Eva Luz', { phones: ['+351210000301'], title: 'Buyer' })
    has(`${id}-2`, 'E. Luz', { title: 'Purchasing' })
    await synchronize()
    const [one, two] = [await contact(`${id}-1`), await contact(`${id}-2`)]
    await http.call('POST', `/api/contacts/${one.id}/merge`, { body: { from: two.id } })
    await http.call('PATCH', `/api/contacts/${one.id}`, { body: { removePoints: [one.points[0].id] } })
    const merged = await contact(`${id}-2`)
    const done = await synchronize({ isWhole: true })
    expect(done.counts).toMatchObject({ added: 0, changed: 0, unchanged: 2, missing: 0 })
    expect(await contact(`${id}-1`)).toEqual(merged)
    expect(merged).toMatchObject({ id: one.id, points: [], fields: { title: 'Buyer' } })
  })

  it('leaves out what cannot be told apart, and says where', async () => {
    const id = crypto.randomUUID()
    bridge.answerWith(PATH, json({ contacts: [{ id: `${id}-1`, name: 'Finn' }, { name: 'Nobody' }, 7] }))
    const { synchronize } = await desk()
    const done = await synchronize()
    expect(done.counts).toMatchObject({ added: 1, leftOut: 2 })
    expect(done.problems.map(({ path }: { path: string }) => path)).toEqual(['contacts[2]', 'contacts[1].id'])
  })

  it('copies contacts whose characters are lost, and says which', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    const body = JSON.stringify({
      contacts: [
        { id: `${id}-1`, name: 'Zoë' },
        { id: `${id}-2`, name: 'Ida' },
      ],
    })
    const contentType = 'application/json; charset=utf-8'
    bridge.answerWith(PATH, (response) => {
      response.writeHead(200, { 'content-type': contentType }).end(Buffer.from(body, 'latin1'))
    })
    expect(await synchronize()).toMatchObject({
      outcome: 'done',
      counts: { added: 2, damaged: 1 },
      problems: [{ id: `${id}-1`, path: 'contacts[0].name', message: expect.stringContaining('UTF-8') }],
    })
    expect(await contact(`${id}-1`)).toMatchObject({ name: 'Zo\uFFFD' })
    bridge.answerWith(PATH, (response) => {
      response.writeHead(200, { 'content-type': contentType }).end(body)
    })
    expect(await synchronize({ isWhole: true })).toMatchObject({ counts: { changed: 1, damaged: 0 }, problems: [] })
    expect(await contact(`${id}-1`)).toMatchObject({ name: 'Zoë' })
  })

  it('stores nothing of the credential that a service repeats', async () => {
    const id = crypto.randomUUID()
    const { synchronize, contact } = await desk()
    has(id, 'Zoe', { url: `https://crm.example/z?key=${right.token}`, title: `At ${right.token}` })
    await synchronize()
    const zoe = await contact(id)
    expect(zoe).toMatchObject({ fields: { title: 'At •••' }, externalIds: [{ url: 'https://crm.example/z?key=•••' }] })
    expect(JSON.stringify(zoe)).not.toContain(right.token)
  })

  it('sends an id back as it came, a number as a number', async () => {
    bridge.answerWith(PATH, json({ contacts: [{ id: 90071993, name: 'Nina' }] }))
    bridge.answerWith('/interactions', json([]))
    const { accountId, synchronize, contact } = await desk({
      interaction_retrieval_endpoint: `${bridge.origin}/interactions`,
    })
    await synchronize()
    const { id } = await contact('90071993')
    await http.call('GET', `/api/contacts/${id}/interactions/${accountId}`)
    expect(bridge.callsOf('/interactions').at(-1)?.data).toMatchObject({ contact_external_id: 90071993 })
  })

  it('ends with a sentence when the pages never end, and keeps what they brought', async () => {
    const id = crypto.randomUUID()
    bridge.answerWith(PATH, json({ contacts: [{ id, name: 'Gus' }], next_offset: 'same' }))
    const { synchronize, contact } = await desk()
    expect(await synchronize()).toMatchObject({ outcome: 'failed', message: expect.stringContaining('next_offset') })
    expect(await contact(id)).toMatchObject({ name: 'Gus' })
  })

  it('ends with a sentence when the pages go in a circle, and begins there no more', async () => {
    const id = crypto.randomUUID()
    bridge.answerWith(PATH, (response, request) => {
      const next = { a: 'b', b: 'c', c: 'a' }[String(JSON.parse(request.body).meta.offset)] ?? 'a'
      const contacts = [{ id: `${id}-${next}`, name: 'Lea' }]
      return json({ contacts, next_offset: next, synchronization_checkpoint: 'new' })(response, request)
    })
    const { synchronize, look } = await desk()
    const done = await synchronize()
    expect(done).toMatchObject({ outcome: 'failed', message: expect.stringContaining('The bridge repeats pages') })
    expect(done.pages).toBeLessThan(15)
    bridge.answerWith(PATH, json({ contacts: [] }))
    const calls = bridge.callsOf(PATH).length
    expect(await synchronize()).toMatchObject({ outcome: 'done', isWhole: true })
    expect(bridge.callsOf(PATH)[calls]?.meta).toEqual({})
    expect(await look()).toMatchObject({ counts: { missing: 3 } })
  })

  it.each([{ page: 2 }, true, 'x'.repeat(8_001)])(
    'fails where it cannot be told whether there is another page, and takes nobody for missing, %#',
    async (offset) => {
      const id = crypto.randomUUID()
      const { synchronize, contact } = await desk()
      for (const number of [1, 2, 3]) has(`${id}-${number}`, `Jo ${number}`)
      await synchronize()
      const contacts = [{ id: `${id}-1`, name: 'Jo 1' }]
      bridge.answerWith(PATH, json({ contacts, next_offset: offset, synchronization_checkpoint: 'new' }))
      expect(await synchronize({ isWhole: true })).toMatchObject({
        outcome: 'failed',
        message: expect.stringContaining('next_offset'),
      })
      expect((await contact(`${id}-2`)).externalIds).toMatchObject([{ unseenSince: null }])
      bridge.answerWith(PATH, inPages)
      const calls = bridge.callsOf(PATH).length
      expect(await synchronize()).toMatchObject({ outcome: 'done', counts: { unchanged: 3, missing: 0 } })
      expect(bridge.callsOf(PATH)[calls]?.meta).toEqual({})
    },
  )

  it('sends a cursor of thousands of characters back', async () => {
    const id = crypto.randomUUID()
    const cursor = `\0${'x'.repeat(7_999)}`
    bridge.answerWith(PATH, (response, request) => {
      const isFirst = JSON.parse(request.body).meta.offset !== cursor
      const page = isFirst ? { next_offset: cursor } : { synchronization_checkpoint: cursor }
      return json({ contacts: [{ id: `${id}-${isFirst}`, name: 'Kay' }], ...page })(response, request)
    })
    const { synchronize } = await desk()
    expect(await synchronize()).toMatchObject({ outcome: 'done', pages: 2, counts: { added: 2 } })
    await synchronize()
    expect(bridge.callsOf(PATH).at(-1)?.meta).toMatchObject({ synchronization_checkpoint: cursor })
  })

  it('begins anew once when the bridge does not know its offset any more', async () => {
    const id = crypto.randomUUID()
    for (const number of [1, 2, 3]) has(`${id}-${number}`, `Hal ${number}`)
    let refusals = 0
    bridge.answerWith(PATH, (response, request) => {
      if (JSON.parse(request.body).meta.offset === undefined || refusals > 0) return inPages(response, request)
      refusals += 1
      return json({}, 400)(response, request)
    })
    const { synchronize } = await desk()
    expect(await synchronize()).toMatchObject({ outcome: 'done', counts: { begunAgain: 1, added: 1, unchanged: 2 } })
  })

  it('waits while the bridge has a fault, and goes on at once when people say so', async () => {
    const id = crypto.randomUUID()
    bridge.answerWith(PATH, (response) => void response.writeHead(503, { 'retry-after': '600' }).end())
    const { turn, start, look, ended } = await desk()
    const since = Date.now()
    await turn(true)
    const waiting = await eventually(async () => {
      const item = await look()
      return item.message !== '' && item
    })
    expect(waiting).toMatchObject({
      state: 'under_way',
      outcome: null,
      message: 'The bridge has a fault: it answered 503.',
    })
    expect(Date.parse(waiting.dueAt) - since).toBeGreaterThanOrEqual(600_000)
    has(id, 'Ida')
    bridge.answerWith(PATH, inPages)
    await start()
    expect(await ended()).toMatchObject({ outcome: 'done', message: '', counts: { added: 1 } })
  })

  it('tells of an account that is refused, and after three failures of one that cannot be synchronized', async () => {
    bridge.answerWith(PATH, json({}, 401))
    const refused = await desk()
    expect(await refused.synchronize()).toMatchObject({ outcome: 'failed', message: expect.stringContaining('401') })
    const attention = async (accountId: string) =>
      (await http.call('GET', `/api/accounts/${accountId}/status`)).body.connection?.problem ?? null
    // People are told right after the end is stored.
    expect(await eventually(async () => (await attention(refused.accountId)) ?? false)).toContain('401')
    bridge.answerWith(PATH, json('none'))
    const broken = await desk()
    for (const failures of [1, 2, 3]) {
      expect(await broken.synchronize()).toMatchObject({ outcome: 'failed' })
      if (failures < 3) expect(await attention(broken.accountId)).toBeNull()
    }
    const said = await eventually(async () => (await attention(broken.accountId)) ?? false)
    expect(said).toMatch(/3 times in a row\. The answer of the bridge cannot be read/)
    bridge.answerWith(PATH, inPages)
    await broken.synchronize()
    await eventually(async () => (await attention(broken.accountId)) === null)
    bridge.answerWith(PATH, json('none'))
    for (let failures = 0; failures < 3; failures += 1) await broken.synchronize()
    await eventually(async () => (await attention(broken.accountId)) !== null)
    await broken.turn(false)
    expect(await attention(broken.accountId)).toBeNull()
  })

  it('stops when it is switched off, is not begun then, and goes with its account', async () => {
    bridge.answerWith(PATH, () => undefined)
    const { accountId, path, turn, start, look } = await desk()
    await turn(true)
    await eventually(async () => (await look()).state === 'under_way')
    expect((await turn(false)).body).toMatchObject({ isOn: false, state: 'off', dueAt: null })
    const refused = await start()
    expect([refused.status, refused.body.code]).toEqual([409, 'SYNCHRONIZATION_OFF'])
    expect((await http.call('DELETE', `/api/accounts/${accountId}`)).status).toBe(204)
    expect((await http.call('GET', path)).status).toBe(404)
  })

  it('can be switched off once a newer manifest has no endpoint for it, and is gone then', async () => {
    const { path, manifest, synchronize, turn } = await desk()
    await synchronize()
    const integration = { ...manifest.integration, contact_synchronization_endpoint: null }
    await rig.importManifest({ ...manifest, integration })
    expect(await synchronize()).toMatchObject({
      outcome: 'failed',
      message: 'The service does not offer this any more.',
    })
    expect((await turn(false)).status).toBe(200)
    expect((await http.call('GET', path)).body).toEqual({ items: [] })
  })

  it('is offered only by services that have it', async () => {
    const { accountId, path } = await desk({ contact_synchronization_endpoint: undefined })
    expect((await http.call('GET', path)).body).toEqual({ items: [] })
    for (const subject of ['contacts', 'orders']) {
      const answer = await http.call('PUT', `${path}/${subject}`, { body: { isOn: true } })
      expect(answer.body.code).toBe('NOT_FOUND')
    }
    const nobody = `/api/accounts/${accountId.replace(/^.{8}/, '00000000')}/synchronizations`
    expect((await http.call('GET', nobody)).body.code).toBe('ACCOUNT_NOT_FOUND')
  })
})
