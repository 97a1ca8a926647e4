import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNodeRegistry } from '../../src/engine/node-registry.ts'
import { createOptions } from '../../src/services/options.ts'
import { createStepContext, noAccounts } from '../helpers/step-context.ts'
import { testActions } from '../nodes/index.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest({}, { nodeSources: [{ id: 'test', read: () => testActions }] })
})

afterAll(() => test.close())

const list = (query = '', token?: string) =>
  test.call('GET', `/api/options/drinks${query}`, token === undefined ? {} : { token })

describe('an action outside the sources, added by a folder and a line', () => {
  it('is in the catalog with its drawing, and is tried by its own code', async () => {
    const { body } = await test.call('GET', '/api/catalog')
    const found = body.nodes.find(({ id }: { id: string }) => id === 'order-drink')
    expect(found).toMatchObject({ title: 'Order Drink', test: { title: 'Order one' } })
    expect(body.icons.coffee.length).toBeGreaterThan(0)
    const inputs = { size: 'large', drink: 'tea-7' }
    const answer = await test.call('POST', '/api/actions/order-drink/test', { body: { inputs } })
    expect(answer.body).toMatchObject({
      exit: 'next',
      request: null,
      response: null,
      outputs: { ordered: { drink: 'tea-7', size: 'large' } },
      error: null,
    })
  })
})

describe('choices of a field', () => {
  it('come in pages and are searched', async () => {
    const first = (await list()).body
    expect([first.items.length, first.items[0]]).toEqual([50, { value: 'tea-1', label: 'Tea 1' }])
    const last = (await list(`?after=100`)).body
    expect([last.items.length, last.next]).toEqual([20, null])
    expect((await list('?search=tea%2011')).body.items.map(({ value }: { value: string }) => value)).toEqual([
      'tea-11',
      ...Array.from({ length: 10 }, (_, index) => `tea-11${index}`),
    ])
  })

  it('follow the inputs they depend on, of which lists, objects and secrets are left out', async () => {
    const inputs = encodeURIComponent(JSON.stringify({ size: 'large', key: { $secret: 'x' }, rows: [1] }))
    expect((await list(`?inputs=${inputs}`)).body.items[0].label).toBe('Tea 1 (large)')
    expect((await list('?inputs=%5B%5D')).body.code).toBe('BAD_REQUEST')
  })

  it('say in a sentence why there are none', async () => {
    const { status, body } = await list('?search=closed')
    expect([status, body.code, body.detail]).toEqual([
      502,
      'CONNECTION_FAILED',
      'The bar is closed. Try again tomorrow.',
    ])
    expect((await test.call('GET', '/api/options/toString')).status).toBe(404)
  })

  it('are for Editors', async () => {
    expect((await list('', await test.tokenOf('viewer'))).status).toBe(403)
    expect((await list('', await test.tokenOf('editor'))).status).toBe(200)
  })

  it('are the accounts of a type, by their names, which Viewers see too', async () => {
    for (const name of ['Shop', 'Bar']) {
      const properties = { username: name.toLowerCase(), password: 'a long password of tests' }
      const { status, text } = await test.call('POST', '/api/accounts', { body: { type: 'zapier', name, properties } })
      expect(status, text).toBe(201)
    }
    const accounts = (query: string, token?: string) =>
      test.call('GET', `/api/options/accounts.zapier${query}`, token === undefined ? {} : { token })
    const { body } = await accounts('', await test.tokenOf('viewer'))
    expect(body.items.map(({ label }: { label: string }) => label)).toEqual(['Shop', 'Bar'])
    expect((await accounts(`?search=${body.items[1].value}`)).body.items).toEqual([body.items[1]])
    expect((await test.call('GET', '/api/options/accounts.http-gateway')).body.items).toEqual([])
    expect((await test.call('GET', '/api/options/accounts.simulator')).status).toBe(404)
  })

  it('end with a sentence when the source does not answer', async () => {
    const { services } = createStepContext()
    const registry = createNodeRegistry(testActions)
    const options = createOptions({ registry, services, accounts: noAccounts, timeoutMs: 20 })
    const asked = options.list('drinks', { search: 'slow' }, new AbortController().signal)
    await expect(asked).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: 'The choices did not arrive within 1 s. Try again.',
    })
  })

  it('leave nothing behind that could end the process when their inputs are refused', async () => {
    const { services } = createStepContext()
    const options = createOptions({ registry: createNodeRegistry(testActions), services, accounts: noAccounts })
    const rejections: unknown[] = []
    const note = (reason: unknown) => void rejections.push(reason)
    process.on('unhandledRejection', note)
    const leaving = new AbortController()
    const asked = options.list('drinks', { inputs: '[]' }, leaving.signal)
    await expect(asked).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    leaving.abort()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(rejections).toEqual([])
  })
})
