import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aFlow } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { createFlowRepository } from '../store/repositories/flow-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createNumberRepository, type NumberRepository } from './address-repository.ts'

const [first, second, third] = ['+15550000001', '+15550000002', '+15550000003'] as const
let database: Database
let numbers: NumberRepository

beforeAll(async () => {
  database = await openTestDatabase()
  numbers = createNumberRepository(database.kysely)
})

afterAll(() => database.close())

beforeEach(async () => {
  await database.kysely.deleteFrom('address').execute()
  for (const number of [third, first, second]) await add(number, `Line ${number.at(-1)}`)
})

function add(number: string, label = '') {
  return numbers.add({ number, label, accountId: 'simulator', capabilities: ['sms', 'mms'], at: new Date() })
}

async function aFlowNamed(name: string): Promise<string> {
  const id = uuidv7()
  await createFlowRepository(database.kysely).create({ id, document: aFlow(name), by: 'Ada', at: new Date() })
  return id
}

async function flowOf(number: string): Promise<string | null | undefined> {
  return (await numbers.find(number))?.flowName
}

describe('numbers', () => {
  it('are listed in order, page by page', async () => {
    const page = await numbers.list({ limit: 2 })
    expect(page.items.map(({ number }) => number)).toEqual([first, second])
    const rest = await numbers.list({ limit: 2, after: page.next ?? '' })
    expect(rest).toMatchObject({ items: [{ number: third, capabilities: ['sms', 'mms'] }], next: null })
    expect(await numbers.count()).toBe(3)
  })

  it('are found by part of number, label or flow name', async () => {
    await numbers.assign({ flowId: await aFlowNamed('Weather'), numbers: [second] })
    const found = async (search: string) => (await numbers.list({ search, limit: 9 })).items.map(({ number }) => number)
    expect(await found('0003')).toEqual([third])
    expect(await found('line 1')).toEqual([first])
    expect(await found('WEATHER')).toEqual([second])
    expect(await found('+1555')).toEqual([first, second, third])
  })

  it('are added once and can be removed', async () => {
    await expect(add(first)).rejects.toMatchObject({ code: 'NUMBER_EXISTS' })
    await numbers.remove(first)
    expect(await numbers.find(first)).toBeUndefined()
    await expect(numbers.remove(first)).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
  })
})

describe('assigning', () => {
  it('lets numbers start a flow', async () => {
    const flowId = await aFlowNamed('Weather')
    const assigned = await numbers.assign({ flowId, numbers: [second, first] })
    expect(assigned).toMatchObject([
      { number: first, flowId, flowName: 'Weather' },
      { number: second, flowId, flowName: 'Weather' },
    ])
    expect(await numbers.ofFlows([flowId])).toEqual(new Map([[flowId, [first, second]]]))
    await numbers.assign({ flowId, numbers: [first] })
    expect(await flowOf(first)).toBe('Weather')
  })

  it('of a taken number is refused, names the flow and changes nothing', async () => {
    const weather = await aFlowNamed('Weather')
    await numbers.assign({ flowId: weather, numbers: [first] })
    const orders = await aFlowNamed('Orders')
    const taking = numbers.assign({ flowId: orders, numbers: [second, first] })
    await expect(taking).rejects.toMatchObject({
      code: 'NUMBER_IN_USE',
      message: expect.stringContaining('"Weather"'),
      extra: { flows: [{ number: first, flowId: weather, flowName: 'Weather' }] },
    })
    expect(await flowOf(second)).toBeNull()
  })

  it('takes numbers over when that is meant', async () => {
    await numbers.assign({ flowId: await aFlowNamed('Weather'), numbers: [first] })
    await numbers.assign({ flowId: await aFlowNamed('Orders'), numbers: [first, second], replace: true })
    expect(await flowOf(first)).toBe('Orders')
    expect(await flowOf(second)).toBe('Orders')
  })

  it('gives a number to one of two who want it together', async () => {
    const flowIds = [await aFlowNamed('One'), await aFlowNamed('Two')]
    const all = [
      [first, second, third],
      [third, second, first],
    ]
    const results = await Promise.allSettled(
      flowIds.map((flowId, index) => numbers.assign({ flowId, numbers: all[index] ?? [] })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const names = new Set(await Promise.all([first, second, third].map(flowOf)))
    expect(names.size).toBe(1)
  })

  it('needs numbers and a flow that exist', async () => {
    const flowId = await aFlowNamed('Weather')
    const unknown = numbers.assign({ flowId, numbers: [first, '+15559999999'] })
    await expect(unknown).rejects.toMatchObject({
      code: 'NUMBER_NOT_FOUND',
      message: expect.stringContaining('+15559999999'),
    })
    expect(await flowOf(first)).toBeNull()
    await expect(numbers.assign({ flowId: uuidv7(), numbers: [first] })).rejects.toMatchObject({
      code: 'FLOW_NOT_FOUND',
    })
  })

  it('is undone by clearing, for all or none', async () => {
    await numbers.assign({ flowId: await aFlowNamed('Weather'), numbers: [first, second] })
    await expect(numbers.clear([first, '+15559999999'])).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
    expect(await flowOf(first)).toBe('Weather')
    expect(await numbers.clear([first, third])).toMatchObject([{ flowId: null }, { flowId: null }])
    expect(await flowOf(first)).toBeNull()
    expect(await flowOf(second)).toBe('Weather')
  })
})
