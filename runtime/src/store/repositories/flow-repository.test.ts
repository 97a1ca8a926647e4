import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow, anAccept, anEnd } from '../../../test/helpers/store-fixtures.ts'
import { type AddressRepository, createAddressRepository } from '../../messaging/address-repository.ts'
import { createChannelKinds } from '../../messaging/channel-kinds.ts'
import { sms as smsKind } from '../../messaging/channels/sms.ts'
import type { Database } from '../database.ts'
import { readEvents } from '../events/read-events.ts'
import { createRunRepository } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { uuidv7 } from '../uuid.ts'
import { createFlowRepository, type FlowRecord, type FlowRepository } from './flow-repository.ts'
import { createSecretRepository } from './secret-repository.ts'

const kinds = createChannelKinds([smsKind])

let database: Database
let flows: FlowRepository
let addresses: AddressRepository
let clock = Date.parse('2026-11-20T08:00:00Z')

beforeAll(async () => {
  database = await openTestDatabase()
  flows = createFlowRepository(database.kysely)
  addresses = createAddressRepository(database.kysely, kinds.wordsOf)
})

afterAll(() => database.close())

beforeEach(async () => {
  for (const table of ['address', 'flowVersion', 'flow', 'run', 'runStep', 'secret'] as const) {
    await database.kysely.deleteFrom(table).execute()
  }
})

/** Each stamp is a second later than the one before. */
function stamp(by = 'Ada') {
  clock += 1_000
  return { by, at: new Date(clock) }
}

function create(name = 'Weather', actions = 1): Promise<FlowRecord> {
  return flows.create({ id: uuidv7(), document: aFlow(name, actions), ...stamp() })
}

describe('a flow', () => {
  it('is created with revision 1 and the next Action ID', async () => {
    const document = aFlow('Weather', 3)
    const created = await flows.create({ id: uuidv7(), document, ...stamp('Ada') })
    expect(created).toMatchObject({
      revision: 1,
      document,
      live: null,
      paused: false,
      nextNodeId: 5,
      modifiedBy: 'Ada',
    })
    expect(await flows.get(created.id)).toEqual(created)
  })

  it('keeps its document exactly, keys in order', async () => {
    const flow = aFlow()
    const inputs = { zebra: 1, apple: { b: 1, a: '$5 {{x}}' } }
    const document = { ...flow, nodes: flow.nodes.map((node) => ({ ...node, inputs })) }
    const { id } = await flows.create({ id: uuidv7(), document, ...stamp() })
    expect(JSON.stringify((await flows.get(id)).document)).toBe(JSON.stringify(document))
  })

  it('that does not exist is FLOW_NOT_FOUND, also with an id that never was one', async () => {
    for (const id of [uuidv7(), 'weather']) {
      const results = await Promise.allSettled([
        flows.get(id),
        flows.requireFlow(id),
        flows.save({ id, revision: 1, document: aFlow(), ...stamp() }),
        flows.deploy({ id, ...stamp() }),
        flows.goLive({ id, version: 1, ...stamp() }),
        flows.undeploy(id),
        flows.setPaused(id, true),
        flows.remove(id, new Date()),
        flows.versions(id),
        flows.version(id, 1),
      ])
      for (const result of results) expect(result).toMatchObject({ reason: { code: 'FLOW_NOT_FOUND' } })
      expect(await flows.live(id)).toEqual([])
    }
  })
})

describe('saving', () => {
  it('raises the revision and remembers who and when', async () => {
    const { id } = await create()
    const change = stamp('Grace')
    const saved = await flows.save({ id, revision: 1, document: aFlow('Storm'), ...change })
    expect(saved).toMatchObject({
      revision: 2,
      document: { name: 'Storm' },
      modifiedBy: 'Grace',
      modifiedAt: change.at,
    })
  })

  it('refuses a stale revision with the current one and overwrites nothing', async () => {
    const { id } = await create()
    await flows.save({ id, revision: 1, document: aFlow('Hers'), ...stamp('Grace') })
    const stale = flows.save({ id, revision: 1, document: aFlow('His'), ...stamp('Alan') })
    await expect(stale).rejects.toMatchObject({ code: 'STALE_REVISION', extra: { revision: 2 } })
    expect(await flows.get(id)).toMatchObject({ revision: 2, document: { name: 'Hers' }, modifiedBy: 'Grace' })
  })

  it('lets one of many who save together through', async () => {
    const { id } = await create()
    const saves = Array.from({ length: 10 }, (_, index) =>
      flows.save({ id, revision: 1, document: aFlow(`Take ${index}`), ...stamp() }),
    )
    const results = await Promise.allSettled(saves)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await flows.get(id)).revision).toBe(2)
  })

  it('never gives an Action ID again', async () => {
    const { id } = await create('Weather', 6)
    const saved = await flows.save({ id, revision: 1, document: aFlow('Weather', 2), ...stamp() })
    expect(saved.nextNodeId).toBe(8)
  })
})

describe('deploying', () => {
  it('makes the draft a version of its own, which later saves leave alone', async () => {
    const { id } = await create('First')
    const change = stamp('Ada')
    const live = await flows.deploy({ id, revision: 1, ...change })
    expect(live.live).toEqual({ version: 1, deployedAt: change.at, document: aFlow('First') })
    const saved = await flows.save({ id, revision: 1, document: aFlow('Second'), ...stamp() })
    expect(saved).toMatchObject({ document: { name: 'Second' }, live: { version: 1, document: { name: 'First' } } })
    expect((await flows.deploy({ id, ...stamp() })).live).toMatchObject({ version: 2, document: { name: 'Second' } })
  })

  it('refuses a stale revision and makes no version', async () => {
    const { id } = await create()
    const stale = flows.deploy({ id, revision: 7, ...stamp() })
    await expect(stale).rejects.toMatchObject({ code: 'STALE_REVISION', extra: { revision: 1 } })
    expect(await flows.versions(id)).toEqual([])
  })

  it('gives versions in order to many who deploy together', async () => {
    const { id } = await create()
    await Promise.all(Array.from({ length: 8 }, () => flows.deploy({ id, ...stamp() })))
    expect((await flows.versions(id)).map(({ version }) => version)).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
  })

  it('rolls back to an earlier version and knows which one is live', async () => {
    const { id } = await create('First')
    await flows.deploy({ id, ...stamp('Ada') })
    await flows.save({ id, revision: 1, document: aFlow('Second'), ...stamp() })
    await flows.deploy({ id, ...stamp('Grace') })
    const back = stamp()
    const live = await flows.goLive({ id, version: 1, ...back })
    expect(live).toMatchObject({ document: { name: 'Second' }, live: { version: 1, deployedAt: back.at } })
    expect(await flows.versions(id)).toMatchObject([
      { version: 2, deployedBy: 'Grace', live: false },
      { version: 1, deployedBy: 'Ada', live: true },
    ])
    expect(await flows.version(id, 2)).toMatchObject({ document: { name: 'Second' }, live: false })
    await expect(flows.goLive({ id, version: 3, ...stamp() })).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' })
    await expect(flows.version(id, 3)).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' })
  })

  it('is told as an event with the version, each time one goes live', async () => {
    const { id } = await create()
    await flows.deploy({ id, ...stamp() })
    await flows.deploy({ id, ...stamp() })
    await flows.goLive({ id, version: 1, ...stamp() })
    await expect(flows.goLive({ id, version: 9, ...stamp() })).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' })
    await flows.undeploy(id)
    const from = new Date(0)
    const events = await readEvents(database.kysely, { from, until: new Date('2100-01-01'), limit: 1_000 })
    expect(
      events.filter(({ content }) => content.flowId === id).map(({ type, content }) => [type, content.version]),
    ).toEqual([
      ['FLOW/DEPLOYED', 1],
      ['FLOW/DEPLOYED', 2],
      ['FLOW/DEPLOYED', 1],
    ])
  })

  it('is answered to what serves events: live flows with their numbers', async () => {
    const { id } = await create('Weather')
    await create('Draft')
    expect(await flows.live()).toEqual([])
    await flows.deploy({ id, ...stamp() })
    await addNumber('+15550000002')
    await addNumber('+15550000001')
    await addresses.assign({ flowId: id, addresses: [sms('+15550000002'), sms('+15550000001')] })
    await flows.setPaused(id, true)
    const expected = {
      flowId: id,
      name: 'Weather',
      version: 1,
      paused: true,
      document: aFlow('Weather'),
      addresses: ['+15550000001', '+15550000002'].map((value) => ({ channel: 'sms', value })),
    }
    expect(await flows.live()).toEqual([expected])
    expect(await flows.live(id)).toEqual([expected])
    expect((await flows.undeploy(id)).live).toBeNull()
    expect(await flows.live(id)).toEqual([])
  })
})

describe('the list', () => {
  it('goes page by page, last modified first', async () => {
    const created = []
    for (let index = 0; index < 5; index += 1) created.push(await create(`Flow ${index}`))
    const oldest = created[0]?.id ?? ''
    await flows.save({ id: oldest, revision: 1, document: aFlow('Flow 0'), ...stamp() })
    const names: string[] = []
    let after: string | undefined
    do {
      const page = await flows.list({ limit: 2, ...(after === undefined ? {} : { after }) })
      names.push(...page.items.map(({ document }) => document.name))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(names).toEqual(['Flow 0', 'Flow 4', 'Flow 3', 'Flow 2', 'Flow 1'])
  })

  it('finds part of a name or description in any case, taking every character as it is', async () => {
    await create('Order 100% ready')
    await create('Order 1000 ready')
    await flows.create({
      id: uuidv7(),
      document: { ...aFlow('Third'), description: 'Says ORDERS are late' },
      ...stamp(),
    })
    const found = async (search: string) =>
      (await flows.list({ search, limit: 10 })).items.map(({ document }) => document.name).sort()
    expect(await found('ORDER')).toEqual(['Order 100% ready', 'Order 1000 ready', 'Third'])
    expect(await found('100%')).toEqual(['Order 100% ready'])
    expect(await found('1_0')).toEqual([])
    expect(await found("'; drop table flow; --")).toEqual([])
  })

  it('shows live flows only, when asked', async () => {
    await create('Draft')
    const { id } = await create('Live')
    await flows.deploy({ id, ...stamp() })
    const { items } = await flows.list({ liveOnly: true, limit: 10 })
    expect(items.map(({ document }) => document.name)).toEqual(['Live'])
  })

  it('refuses a cursor that it never gave', async () => {
    await expect(flows.list({ limit: 2, after: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('deleting', () => {
  it('waits for open runs', async () => {
    const { id } = await create()
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const { runId } = await writer.accept(anAccept({ flowId: id }))
    await expect(flows.remove(id, new Date())).rejects.toMatchObject({ code: 'FLOW_IN_USE' })
    expect((await flows.get(id)).id).toBe(id)
    await writer.end({ runId, epoch: 1, end: anEnd() })
    await flows.remove(id, new Date())
    await expect(flows.get(id)).rejects.toMatchObject({ code: 'FLOW_NOT_FOUND' })
  })

  it('takes secrets and assignments along and leaves the history readable', async () => {
    const { id } = await create('Gone')
    await flows.deploy({ id, ...stamp() })
    await addNumber('+15550000001')
    await addresses.assign({ flowId: id, addresses: [sms('+15550000001')] })
    const secrets = createSecretRepository(database.kysely)
    await secrets.create([{ id: uuidv7(), flowId: id, host: null, place: null, sealed: 'x', createdAt: new Date() }])
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const { runId } = await writer.accept(anAccept({ flowId: id, nextNodeId: null, final: anEnd() }))

    await flows.remove(id, new Date())
    expect(await flows.list({ limit: 10 })).toEqual({ items: [], next: null })
    expect(await flows.live()).toEqual([])
    expect(await secrets.ofFlow(id)).toEqual([])
    expect(await addresses.find(sms('+15550000001'))).toMatchObject({ flowId: null, flowName: null })
    expect((await createRunRepository(database.kysely).get(runId)).flowName).toBe('Gone')
  })
})

async function addNumber(number: string) {
  await addresses.add({ ...sms(number), label: '', accountId: 'simulator', capabilities: ['sms'], at: new Date() })
}

function sms(value: string) {
  return { channel: 'sms', value }
}
