import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { uuidv7 } from '../uuid.ts'
import { createFlowRepository } from './flow-repository.ts'
import {
  createWorkingCopyRepository,
  MOST_COPIES,
  type WorkingCopyKey,
  type WorkingCopyRepository,
} from './working-copy-repository.ts'

let database: Database
let copies: WorkingCopyRepository
let flowId: string
let clock = Date.parse('2026-11-20T08:00:00Z')

beforeAll(async () => {
  database = await openTestDatabase()
  copies = createWorkingCopyRepository(database.kysely)
})

afterAll(() => database.close())

beforeEach(async () => {
  flowId = uuidv7()
  const flows = createFlowRepository(database.kysely)
  await flows.create({ id: flowId, document: aFlow('Weather'), by: 'Ada', at: new Date(clock) })
})

const key = (owner = 'user:ada'): WorkingCopyKey => ({ flowId, owner, id: uuidv7() })

function keep(at: WorkingCopyKey, edit: number, name = `Edit ${edit}`): Promise<void> {
  clock += 1_000
  const document = { ...aFlow(name), description: 'a\u0000b' }
  return copies.keep({ ...at, revision: 1, edit, document, modifiedAt: new Date(clock) })
}

const namesOf = async (owner = 'user:ada') => (await copies.list(flowId, owner)).map(({ document }) => document.name)

describe('a working copy', () => {
  it('is replaced by later edits, and by no earlier one that arrives late', async () => {
    const copy = key()
    await keep(copy, 1)
    await keep(copy, 3)
    await keep(copy, 2)
    expect(await copies.list(flowId, 'user:ada')).toMatchObject([{ id: copy.id, revision: 1, edit: 3 }])
    expect(await namesOf()).toEqual(['Edit 3'])
  })

  it('keeps its edit number exactly, however large', async () => {
    await keep(key(), Number.MAX_SAFE_INTEGER)
    expect((await copies.list(flowId, 'user:ada'))[0]?.edit).toBe(Number.MAX_SAFE_INTEGER)
  })

  it('belongs to one person and browser', async () => {
    const [mine, hers] = [key(), key('user:eve')]
    await keep(mine, 1, 'Mine')
    await keep(key(), 1, 'Of my other computer')
    await keep({ ...mine, owner: 'user:eve' }, 9, 'Hers')
    expect(await namesOf()).toEqual(['Of my other computer', 'Mine'])
    await copies.remove(hers)
    await copies.remove({ ...mine, owner: 'user:eve' })
    expect(await namesOf('user:eve')).toEqual([])
    expect(await namesOf()).toHaveLength(2)
  })

  it('makes room for those of more browsers than anybody has', async () => {
    for (let browser = 0; browser <= MOST_COPIES; browser += 1) await keep(key(), 1, `Browser ${browser}`)
    const names = await namesOf()
    expect(names).toHaveLength(MOST_COPIES)
    expect(names).not.toContain('Browser 0')
  })

  it('goes with its flow', async () => {
    await keep(key(), 1)
    await createFlowRepository(database.kysely).remove(flowId, new Date(clock))
    expect(await namesOf()).toEqual([])
  })
})
