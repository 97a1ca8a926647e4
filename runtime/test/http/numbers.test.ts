import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { contact, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

describe('numbers', () => {
  it('are four at the first start', async () => {
    const { items } = (await test.call('GET', '/api/numbers')).body
    expect(items.map(({ number, label }: { number: string; label: string }) => [number, label])).toEqual([
      ['+13055550142', 'Front desk'],
      ['+13055550164', ''],
      ['+13055550187', ''],
      ['+17865550100', 'Weather line'],
    ])
    expect(items[0]).toMatchObject({ accountName: 'Simulator', assignments: { sms: null }, flowName: null })
  })

  it('are found by number and label', async () => {
    const found = (search: string) => test.call('GET', `/api/numbers?search=${encodeURIComponent(search)}`)
    expect((await found('weather')).body.items).toHaveLength(1)
    expect((await found('0164')).body.items).toHaveLength(1)
    expect((await found('%')).body.items).toHaveLength(0)
  })

  it('are added as people write them, once', async () => {
    const add = (number: unknown) => test.call('POST', '/api/numbers', { body: { number, label: 'New' } })
    expect((await add('(305) 555-0123')).body.number).toBe('+13055550123')
    expect((await add('+1 305 555 0123')).body.code).toBe('NUMBER_EXISTS')
    expect((await add('12')).body.errors[0].path).toBe('number')
    expect((await test.call('DELETE', '/api/numbers/%2B13055550123')).status).toBe(204)
    expect((await test.call('DELETE', '/api/numbers/+13055550123')).body.code).toBe('NUMBER_NOT_FOUND')
  })

  it('start one flow: another may take them only with replace', async () => {
    const [a, b] = [await test.deploy(smsFlow('I am A', 'Flow A')), await test.deploy(smsFlow('I am B', 'Flow B'))]
    const assign = (flowId: string, numbers: string[], replace = false) =>
      test.call('POST', '/api/numbers/assign', { body: { flowId, numbers, replace } })
    const [first, second] = ['+13055550142', '+13055550164'] as const
    expect((await assign(a, [first])).body.items[0]).toMatchObject({ assignments: { sms: a }, flowName: 'Flow A' })
    const taken = await assign(b, [first, second])
    expect(taken.status).toBe(409)
    expect(taken.body.code).toBe('NUMBER_IN_USE')
    expect(taken.body.detail).toContain('Flow A')
    expect((await test.call('GET', `/api/numbers?search=0164`)).body.items[0].assignments.sms).toBeNull()

    const reply = async (from: string) => {
      const sent = await test.call('POST', '/api/simulator/messages', { body: { from, to: first, text: 'hi' } })
      expect(sent.status, sent.text).toBe(201)
      return eventually(async () => {
        const page = await test.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(from)}`)
        return page.body.items.find((message: { direction: string }) => message.direction === 'out')?.text
      })
    }
    expect(await reply('+13055550201')).toBe('I am A')
    expect((await assign(b, [first, second], true)).status).toBe(200)
    expect(await reply('+13055550202')).toBe('I am B')

    expect((await test.call('POST', '/api/numbers/clear', { body: { numbers: [first] } })).status).toBe(200)
    const unheard = await test.call('POST', '/api/simulator/messages', {
      body: { from: contact, to: first, text: 'hi' },
    })
    expect(unheard.body).toMatchObject({ status: 'no-flow', runId: null, direction: 'in' })
  })

  it('must be there, and so must the flow', async () => {
    const flowId = await test.deploy(smsFlow())
    const assign = (body: unknown) => test.call('POST', '/api/numbers/assign', { body })
    expect((await assign({ flowId, numbers: ['+13055559999'] })).body.code).toBe('NUMBER_NOT_FOUND')
    const nobody = '00000000-0000-7000-8000-000000000000'
    expect((await assign({ flowId: nobody, numbers: [numberOfWeather] })).body.code).toBe('FLOW_NOT_FOUND')
    expect((await assign({ flowId, numbers: [] })).status).toBe(422)
  })

  it('are not given to a flow that cannot be texted, unless its trigger is still to be saved', async () => {
    const { nodes, ...flow } = smsFlow('Hello', 'Nothing starts it')
    const untexted = { ...flow, nodes: nodes.filter(({ type }) => type !== 'inbound-sms'), connections: [] }
    const flowId = (await test.call('POST', '/api/flows', { body: untexted })).body.id
    const assign = (more: object = {}) =>
      test.call('POST', '/api/numbers/assign', { body: { flowId, numbers: ['+13055550164'], replace: true, ...more } })
    const refused = await assign()
    expect(refused.status).toBe(422)
    expect(refused.body.detail).toBe(
      'No trigger of "Nothing starts it" takes in texts, so it needs no number. ' +
        'Add Inbound SMS and save the flow, then assign the number.',
    )
    expect(refused.body.errors[0].path).toBe('flowId')
    expect((await test.call('GET', '/api/numbers?search=0164')).body.items[0].assignments.sms).not.toBe(flowId)
    expect((await assign({ withoutTrigger: true })).status).toBe(200)
  })
})

describe('the simulator', () => {
  it('knows its own numbers only', async () => {
    const body = { from: contact, to: '+13055559999', text: 'hi' }
    expect((await test.call('POST', '/api/simulator/messages', { body })).body.code).toBe('NUMBER_NOT_FOUND')
  })

  it('keeps a conversation, newest first, in pages', async () => {
    const from = '+13055550333'
    for (const text of ['one', 'two', 'three']) {
      await test.call('POST', '/api/simulator/messages', { body: { from, to: '+13055550187', text } })
    }
    const page = (after: string) =>
      test.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(from)}&limit=2&after=${after}`)
    const first = (await page('')).body
    expect(first.items.map((message: { text: string }) => message.text)).toEqual(['three', 'two'])
    expect((await page(first.next)).body).toMatchObject({ items: [{ text: 'one' }], next: null })
  })
})

describe('a loop of texts', () => {
  it('ends after twenty in a minute', async () => {
    const id = await test.deploy(smsFlow('echo', 'Loop'))
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const body = { from: '+13055550666', to: numberOfWeather, text: 'x' }
    for (let round = 0; round < 21; round += 1) await test.call('POST', '/api/simulator/messages', { body })
    const failed = await eventually(async () => {
      const { items } = (await test.call('GET', `/api/runs?flowId=${id}&status=failed`)).body
      return items.length === 1 ? items[0] : undefined
    })
    expect(failed.error.code).toBe('LOOP_SUSPECTED')
  })
})

describe('the first start', () => {
  it('gives numbers; who removes them is not given new ones', async () => {
    const place = await createDataDir()
    const start = async () => startHttpTest({}, { database: await openDatabase({ dataDir: place.path }) })
    const first = await start()
    const numbers = (await first.call('GET', '/api/numbers')).body.items
    expect(numbers).toHaveLength(4)
    for (const { number } of numbers) await first.call('DELETE', `/api/numbers/${number}`)
    await first.close()
    const second = await start()
    expect((await second.call('GET', '/api/numbers')).body.items).toEqual([])
    await second.close()
    await place.remove()
  })
})

describe('PUT /api/addresses/:channel/:value', () => {
  const put = (value: string, label: string, token?: string) =>
    test.call('PUT', `/api/addresses/sms/${encodeURIComponent(value)}`, {
      body: { label },
      ...(token === undefined ? {} : { token }),
    })

  it('names an address, for editors', async () => {
    expect((await put('+13055550164', ' Deliveries ')).body).toMatchObject({
      value: '+13055550164',
      label: 'Deliveries',
    })
    expect((await put('+13055550164', 'Not by me', await test.tokenOf('viewer'))).status).toBe(403)
    const { items } = (await test.call('GET', '/api/addresses?search=Deliveries')).body
    expect(items).toMatchObject([{ value: '+13055550164', label: 'Deliveries' }])
  })

  it('refuses an address that is not there', async () => {
    expect((await put('+15550000000', 'x')).body.code).toBe('NUMBER_NOT_FOUND')
  })
})
