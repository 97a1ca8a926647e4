import type { Address } from '@patchbay/shared/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aFlow } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { createFlowRepository } from '../store/repositories/flow-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type AddressRepository, createAddressRepository } from './address-repository.ts'
import { createChannelKinds } from './channel-kinds.ts'
import { sms as smsKind } from './channels/sms.ts'

const kinds = createChannelKinds([smsKind])

const [first, second, third] = ['+15550000001', '+15550000002', '+15550000003'] as const
let database: Database
let addresses: AddressRepository

beforeAll(async () => {
  database = await openTestDatabase()
  addresses = createAddressRepository(database.kysely, kinds.wordsOf)
})

afterAll(() => database.close())

beforeEach(async () => {
  await database.kysely.deleteFrom('address').execute()
  for (const number of [third, first, second]) await add(number, `Line ${number.at(-1)}`)
})

function add(value: string, label = '', channel = 'sms') {
  return addresses.add({ channel, value, label, accountId: 'simulator', capabilities: ['sms', 'mms'], at: new Date() })
}

function sms(...values: readonly string[]): readonly Address[] {
  return values.map((value) => ({ channel: 'sms', value }))
}

/** The address of the same value on another channel. */
const other: Address = { channel: 'whatsapp', value: first }

async function aFlowNamed(name: string): Promise<string> {
  const id = uuidv7()
  await createFlowRepository(database.kysely).create({ id, document: aFlow(name), by: 'Ada', at: new Date() })
  return id
}

async function flowOf(value: string, channel = 'sms'): Promise<string | null | undefined> {
  return (await addresses.find({ channel, value }))?.flowName
}

describe('addresses', () => {
  it('are listed in order, page by page', async () => {
    const page = await addresses.list({ limit: 2 })
    expect(page.items.map(({ value }) => value)).toEqual([first, second])
    const rest = await addresses.list({ limit: 2, after: page.next ?? '' })
    expect(rest).toMatchObject({ items: [{ value: third, capabilities: ['sms', 'mms'] }], next: null })
    expect(await addresses.count()).toBe(3)
  })

  it('are found by part of number, label or flow name', async () => {
    await addresses.assign({ flowId: await aFlowNamed('Weather'), addresses: sms(second) })
    const found = async (search: string) => (await addresses.list({ search, limit: 9 })).items.map(({ value }) => value)
    expect(await found('0003')).toEqual([third])
    expect(await found('line 1')).toEqual([first])
    expect(await found('WEATHER')).toEqual([second])
    expect(await found('+1555')).toEqual([first, second, third])
  })

  it('are added once and can be removed', async () => {
    await expect(add(first)).rejects.toMatchObject({ code: 'NUMBER_EXISTS' })
    await addresses.remove({ channel: 'sms', value: first })
    expect(await addresses.find({ channel: 'sms', value: first })).toBeUndefined()
    await expect(addresses.remove({ channel: 'sms', value: first })).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
  })
})

describe('assigning', () => {
  it('lets numbers start a flow', async () => {
    const flowId = await aFlowNamed('Weather')
    const assigned = await addresses.assign({ flowId, addresses: sms(second, first) })
    expect(assigned).toMatchObject([
      { channel: 'sms', value: first, flowId, flowName: 'Weather' },
      { channel: 'sms', value: second, flowId, flowName: 'Weather' },
    ])
    expect(await addresses.ofFlows([flowId])).toEqual(new Map([[flowId, sms(first, second)]]))
    await addresses.assign({ flowId, addresses: sms(first) })
    expect(await flowOf(first)).toBe('Weather')
  })

  it('of a taken number is refused, names the flow and changes nothing', async () => {
    const weather = await aFlowNamed('Weather')
    await addresses.assign({ flowId: weather, addresses: sms(first) })
    const orders = await aFlowNamed('Orders')
    const taking = addresses.assign({ flowId: orders, addresses: sms(second, first) })
    await expect(taking).rejects.toMatchObject({
      code: 'NUMBER_IN_USE',
      message: expect.stringContaining('"Weather"'),
      extra: { flows: [{ number: first, channel: 'sms', value: first, flowId: weather, flowName: 'Weather' }] },
    })
    expect(await flowOf(second)).toBeNull()
  })

  it('takes numbers over when that is meant', async () => {
    await addresses.assign({ flowId: await aFlowNamed('Weather'), addresses: sms(first) })
    await addresses.assign({ flowId: await aFlowNamed('Orders'), addresses: sms(first, second), replace: true })
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
      flowIds.map((flowId, index) => addresses.assign({ flowId, addresses: sms(...(all[index] ?? [])) })),
    )
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const names = new Set(await Promise.all([first, second, third].map((value) => flowOf(value))))
    expect(names.size).toBe(1)
  })

  it('needs numbers and a flow that exist', async () => {
    const flowId = await aFlowNamed('Weather')
    const unknown = addresses.assign({ flowId, addresses: sms(first, '+15559999999') })
    await expect(unknown).rejects.toMatchObject({
      code: 'NUMBER_NOT_FOUND',
      message: expect.stringContaining('+15559999999'),
    })
    expect(await flowOf(first)).toBeNull()
    await expect(addresses.assign({ flowId: uuidv7(), addresses: sms(first) })).rejects.toMatchObject({
      code: 'FLOW_NOT_FOUND',
    })
  })

  it('is undone by clearing, for all or none', async () => {
    await addresses.assign({ flowId: await aFlowNamed('Weather'), addresses: sms(first, second) })
    await expect(addresses.clear(sms(first, '+15559999999'))).rejects.toMatchObject({ code: 'NUMBER_NOT_FOUND' })
    expect(await flowOf(first)).toBe('Weather')
    expect(await addresses.clear(sms(first, third))).toMatchObject([{ flowId: null }, { flowId: null }])
    expect(await flowOf(first)).toBeNull()
    expect(await flowOf(second)).toBe('Weather')
  })
})

describe('the same value on another channel', () => {
  it('is another address: listed after, found and assigned by itself', async () => {
    await add(first, 'Shop', 'whatsapp')
    expect((await addresses.list({ limit: 9 })).items.map(({ channel, value }) => [channel, value])).toEqual([
      ['sms', first],
      ['sms', second],
      ['sms', third],
      ['whatsapp', first],
    ])
    const page = await addresses.list({ limit: 3 })
    expect((await addresses.list({ limit: 3, after: page.next ?? '' })).items).toMatchObject([other])
    expect((await addresses.list({ channel: 'whatsapp', limit: 9 })).items).toMatchObject([other])
    await addresses.assign({ flowId: await aFlowNamed('Chat'), addresses: [other] })
    expect(await flowOf(first, 'whatsapp')).toBe('Chat')
    expect(await flowOf(first)).toBeNull()
    await addresses.remove(other)
    expect(await addresses.find({ channel: 'sms', value: first })).toBeDefined()
  })

  it('has codes of its own', async () => {
    await add(first, '', 'whatsapp')
    await expect(add(first, '', 'whatsapp')).rejects.toMatchObject({ code: 'ADDRESS_EXISTS' })
    await addresses.assign({ flowId: await aFlowNamed('Chat'), addresses: [other] })
    const taking = addresses.assign({ flowId: await aFlowNamed('Orders'), addresses: [...sms(second), other] })
    await expect(taking).rejects.toMatchObject({ code: 'ADDRESS_IN_USE', extra: { flows: [{ ...other }] } })
    await addresses.remove(other)
    await expect(addresses.remove(other)).rejects.toMatchObject({ code: 'ADDRESS_NOT_FOUND' })
  })
})
