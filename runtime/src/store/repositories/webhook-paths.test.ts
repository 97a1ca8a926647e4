import type { Flow } from '@patchbay/shared/flow'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow } from '../../../test/helpers/store-fixtures.ts'
import { createAddressRepository } from '../../messaging/address-repository.ts'
import { createChannelKinds } from '../../messaging/channel-kinds.ts'
import { sms } from '../../messaging/channels/sms.ts'
import type { Database } from '../database.ts'
import { cluster } from '../schema/migrations/0006-cluster.ts'
import { uuidv7 } from '../uuid.ts'
import { readChangeCounters } from './change-counter.ts'
import { createFlowRepository, type FlowRepository } from './flow-repository.ts'

const kinds = createChannelKinds([sms])

const stamp = { by: 'Ada', at: new Date() }
let database: Database
let flows: FlowRepository

beforeAll(async () => {
  database = await openTestDatabase()
  flows = createFlowRepository(database.kysely, ({ nodes }) => nodes.map(({ inputs }) => String(inputs.path)))
})

afterAll(() => database.close())

function withPaths(...paths: string[]): Flow {
  const flow = aFlow('Hooks', 0)
  const position = { x: 0, y: 0 }
  return {
    ...flow,
    nodes: paths.map((path, index) => ({ id: index + 1, type: 'webhook', name: path, position, inputs: { path } })),
    connections: [],
  }
}

async function create(document: Flow): Promise<string> {
  return (await flows.create({ id: uuidv7(), document, ...stamp })).id
}

describe('the paths of live webhooks', () => {
  it('go to one of many flows that are deployed together, and the others stay as they were', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => create(withPaths(`own-${index}`, 'shared'))))
    const deploys = await Promise.allSettled(ids.map((id) => flows.deploy({ id, ...stamp })))
    const refused = deploys.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(7)
    for (const deploy of refused) {
      expect(deploy).toMatchObject({ reason: { code: 'PATH_IN_USE', message: expect.stringContaining('"Hooks"') } })
    }
    const live = await Promise.all(ids.map(async (id) => (await flows.get(id)).live))
    expect(live.filter((version) => version !== null)).toHaveLength(1)
  })

  it('are free again after a deploy without them, an undeploy and a removal', async () => {
    const first = await create(withPaths('moving'))
    const { revision } = await flows.deploy({ id: first, ...stamp })
    await flows.save({ id: first, revision, document: withPaths('moved'), ...stamp })
    await flows.deploy({ id: first, ...stamp })
    const second = await create(withPaths('moving'))
    await flows.deploy({ id: second, ...stamp })
    await flows.undeploy(second)
    const third = await create(withPaths('moving'))
    await flows.deploy({ id: third, ...stamp })
    await flows.remove(third, new Date())
    await expect(flows.goLive({ id: second, version: 1, ...stamp })).resolves.toMatchObject({ live: { version: 1 } })
  })

  it('refuse a roll back to a version whose path another flow has taken', async () => {
    const first = await create(withPaths('before'))
    const { revision } = await flows.deploy({ id: first, ...stamp })
    await flows.save({ id: first, revision, document: withPaths('after'), ...stamp })
    await flows.deploy({ id: first, ...stamp })
    await flows.deploy({ id: await create(withPaths('before')), ...stamp })
    await expect(flows.goLive({ id: first, version: 1, ...stamp })).rejects.toMatchObject({ code: 'PATH_IN_USE' })
    expect((await flows.get(first)).live?.version).toBe(2)
  })
})

describe('the migration that brings the paths', () => {
  it('fills in those of the flows that are live already', async () => {
    const older = await create(withPaths('from-before', 'second-from-before'))
    await flows.deploy({ id: older, ...stamp })
    await create(withPaths('never-live'))
    await database.kysely.deleteFrom('webhookPath').execute()
    const fill = cluster.filter((statement) => statement.startsWith('insert into webhook_path'))
    for (const statement of fill) await sql.raw(statement).execute(database.kysely)
    const rows = await database.kysely.selectFrom('webhookPath').selectAll().where('flowId', '=', older).execute()
    expect(rows.map(({ path }) => path).sort()).toEqual(['from-before', 'second-from-before'])
    const others = database.kysely.selectFrom('webhookPath').select('path').where('path', '=', 'never-live')
    expect(await others.execute()).toEqual([])
  })
})

describe('the counter of changes to what is live', () => {
  it('rises with deploy, pause, undeploy and numbers, and not with a save', async () => {
    const addresses = createAddressRepository(database.kysely, kinds.wordsOf)
    const count = async () => (await readChangeCounters(database.kysely)).liveFlows
    const id = await create(aFlow('Counted'))
    const address = { channel: 'sms', value: '+13055550199' }
    await addresses.add({ ...address, label: '', accountId: 'simulator', capabilities: ['sms'], at: new Date() })
    let last = await count()
    await flows.save({ id, revision: 1, document: aFlow('Counted again'), ...stamp })
    expect(await count()).toBe(last)
    const changes = [
      () => flows.deploy({ id, ...stamp }),
      () => flows.setPaused(id, true),
      () => addresses.assign({ flowId: id, addresses: [address] }),
      () => addresses.clear([address]),
      () => flows.undeploy(id),
    ]
    for (const change of changes) {
      await change()
      expect(await count()).toBeGreaterThan(last)
      last = await count()
    }
  })
})
