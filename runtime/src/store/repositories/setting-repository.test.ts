import { HOUR_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { createProcessRepository } from './process-repository.ts'
import { createSecretRepository } from './secret-repository.ts'
import { createSettingRepository } from './setting-repository.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('settings', () => {
  it('are remembered, replaced and forgotten', async () => {
    const settings = createSettingRepository(database.kysely)
    expect(await settings.get('seeded')).toBeUndefined()
    await settings.set('seeded', { at: 'first start', count: 12345678901234567890n })
    expect(await settings.get('seeded')).toEqual({ at: 'first start', count: 12345678901234567890n })
    await settings.set('seeded', null)
    expect(await settings.get('seeded')).toBeNull()
    await settings.remove('seeded')
    expect(await settings.get('seeded')).toBeUndefined()
  })

  it('that are set once stay as the first one set them', async () => {
    const settings = createSettingRepository(database.kysely)
    const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => settings.setOnce('code', index)))
    expect(new Set(answers).size).toBe(1)
    expect(await settings.get('code')).toBe(answers[0])
  })
})

describe('secrets', () => {
  it('are stored sealed, by flow, and can be removed', async () => {
    const secrets = createSecretRepository(database.kysely)
    const flowId = uuidv7()
    const [one, other] = ['api.example.org', null].map((host) => ({
      id: uuidv7(),
      flowId: host === null ? null : flowId,
      host,
      place: host === null ? null : 'external-web-call auth.password',
      sealed: 'bm9uY2UuLi4=',
      createdAt: new Date(),
    }))
    if (one === undefined || other === undefined) throw new Error('Two secrets were made.')
    await secrets.create([one, other])
    expect(await secrets.ofFlow(flowId)).toEqual([one])
    expect(await secrets.getMany([other.id, uuidv7(), 'unknown'])).toEqual([other])
    await secrets.remove([one.id])
    expect(await secrets.getMany([one.id])).toEqual([])
  })
})

describe('processes', () => {
  it('live as long as their heart beats, by the clock of the database', async () => {
    const processes = createProcessRepository(database.kysely)
    const id = uuidv7()
    await processes.register({ id, host: 'test', pid: 1, version: '0.1.0' })
    expect(await processes.alive()).toEqual([id])
    const past = new Date(Date.now() - HOUR_MS)
    await database.kysely.updateTable('process').set({ heartbeatAt: past }).execute()
    expect(await processes.alive()).toEqual([])
    expect(await processes.beat(id)).toBe(true)
    expect(await processes.alive()).toEqual([id])
    await processes.remove(id)
    expect(await processes.beat(id)).toBe(false)
  })
})
