import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NONCE_WORD } from '../../src/http/pages.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { contact, flowOf, nodeOf, numberOfWeather, smsFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let folder: string
let service: StandIn

const script = 'export const answer = 42\n'.repeat(100)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), `<style nonce="${NONCE_WORD}"></style><meta nonce="${NONCE_WORD}">`)
  await writeFile(join(folder, 'assets/index-abc123.js'), script)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  service = await startStandIn(json({ temperature: 84, token: 'sesame-of-the-service' }))
  test = await startHttpTest({}, { pagesFolder: folder })
})

afterAll(async () => {
  await test.close()
  await service.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) => test.call('GET', path, { token: null, headers })

describe('pages', () => {
  it.each(['/', '/flows', '/flows/1/board', '/index.html'])(
    'serve index.html with a fresh nonce at %s',
    async (path) => {
      const [first, second] = [await get(path), await get(path)]
      const nonce = /nonce="([^"]+)"/.exec(first.text)?.[1]
      expect(first.status).toBe(200)
      expect(first.text).not.toContain(NONCE_WORD)
      expect(first.text.split(`nonce="${nonce}"`)).toHaveLength(3)
      expect(first.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
      expect(second.text).not.toContain(String(nonce))
      expect(first.headers.get('cache-control')).toBe('no-store')
    },
  )

  it('allow no inline script and no eval', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*/)
  })

  it('let hashed files be kept for ever and others be asked for again', async () => {
    const asset = await get('/assets/index-abc123.js')
    expect(asset.text).toBe(script)
    expect(asset.headers.get('content-type')).toContain('text/javascript')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    const icon = await get('/favicon.svg')
    expect(icon.headers.get('cache-control')).toBe('no-cache')
    const again = await get('/favicon.svg', { 'if-none-match': icon.headers.get('etag') ?? '' })
    expect(again.status).toBe(304)
  })

  it('are packed for who can unpack', async () => {
    const response = await test.runtime.app.request('/assets/index-abc123.js', {
      headers: { 'accept-encoding': 'gzip, br' },
    })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const body = response.body?.pipeThrough(new DecompressionStream('gzip'))
    expect(await new Response(body).text()).toBe(script)
  })

  it('are not invented for missing files or for programs', async () => {
    expect((await get('/assets/missing.js')).status).toBe(404)
    expect((await get('/flows', { accept: 'application/json' })).status).toBe(404)
  })

  it('answer HEAD without a body', async () => {
    const head = await test.call('HEAD', '/', { token: null })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  it('say what to do when they are not built', async () => {
    await writeFile(join(folder, 'moved.html'), '')
    const empty = await startHttpTest({}, { pagesFolder: join(folder, 'assets') })
    const answer = await empty.call('GET', '/', { token: null })
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('npm run build')
    await empty.close()
  })
})

describe('health', () => {
  it('answers without a credential', async () => {
    expect((await get('/healthz')).body).toEqual({ status: 'ok' })
    expect((await get('/readyz')).body).toEqual({ status: 'ready' })
  })

  it('is not ready while the server stops', async () => {
    const own = await startHttpTest()
    await own.close()
    expect((await own.call('GET', '/readyz')).status).toBe(503)
    expect((await own.call('GET', '/healthz')).status).toBe(200)
  })

  it('shows metrics to loopback and to tokens only', async () => {
    const local = await test.call('GET', '/metrics', { token: null, peer: '127.0.0.1' })
    expect(local.status).toBe(200)
    expect(local.text).toContain('patchbay_http_request_seconds_count')
    expect(local.text).toContain('route="/healthz"')
    const forwarded = { token: null, peer: '127.0.0.1', headers: { 'x-forwarded-for': '8.8.8.8' } }
    expect((await test.call('GET', '/metrics', forwarded)).status).toBe(401)
    expect((await test.call('GET', '/metrics', { token: null, peer: '10.0.0.1' })).status).toBe(401)
    expect((await test.call('GET', '/metrics', { peer: '10.0.0.1' })).status).toBe(200)
    const apiUser = await test.tokenOf('api-user')
    expect((await test.call('GET', '/metrics', { token: apiUser, peer: '10.0.0.1' })).status).toBe(403)
  })
})

describe('openapi.json', () => {
  it('describes every row with its schemas', async () => {
    const { body } = await test.call('GET', '/api/openapi.json')
    expect(body.openapi).toBe('3.1.0')
    const rows = test.runtime.routes.filter((route) => route.path !== '/*' && route.method !== 'ALL')
    for (const { method, path } of rows) {
      const operation = body.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(operation?.summary, `${method} ${path}`).toEqual(expect.any(String))
    }
    expect(body.paths['/api/flows'].post.requestBody.content['application/json'].schema.properties.nodes.type).toBe(
      'array',
    )
    expect(body.paths['/api/runs'].get.parameters.map((parameter: { name: string }) => parameter.name)).toContain(
      'status',
    )
  })
})

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

describe('runs', () => {
  it('are listed by status, contact and text, and hold their steps', async () => {
    const id = await test.deploy(smsFlow('Thank you', 'Listed'))
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const from = '+13055550444'
    const sent = await test.call('POST', '/api/simulator/messages', {
      body: { from, to: numberOfWeather, text: 'unusual words' },
    })
    const { runId } = sent.body
    const run = await eventually(async () => {
      const { body } = await test.call('GET', `/api/runs/${runId}`)
      return body.status === 'succeeded' ? body : undefined
    })
    expect(run).toMatchObject({ flowId: id, flowName: 'Listed', version: 1, contact: from, address: numberOfWeather })
    expect(run.steps.map((step: { type: string; exit: string }) => [step.type, step.exit])).toEqual([
      ['inbound-sms', 'next'],
      ['send-sms', 'success'],
    ])
    for (const query of [`flowId=${id}`, `contact=${encodeURIComponent(from)}`, 'q=unusual', `q=${runId}`]) {
      const { items } = (await test.call('GET', `/api/runs?${query}`)).body
      expect(
        items.map((item: { id: string }) => item.id),
        query,
      ).toContain(runId)
    }
    const failed = (await test.call('GET', `/api/runs?flowId=${id}&status=failed`)).body.items
    expect(failed).toEqual([])
    expect((await test.call('POST', `/api/runs/${runId}/cancel`)).body.code).toBe('RUN_FINISHED')
  })

  it('under way can be cancelled', async () => {
    let release = (): void => {}
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = await startStandIn(async (response) => {
      await isReleased
      response.end('{}')
    })
    const call = nodeOf(2, 'external-web-call', { method: 'GET', url: slow.origin, timeoutSeconds: 60 })
    const after = nodeOf(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'never' })
    const id = await test.deploy(
      flowOf(
        'Slow',
        [nodeOf(1, 'inbound-sms'), call, after],
        [
          { from: 1, exit: 'next', to: 2 },
          { from: 2, exit: 'success', to: 3 },
        ],
      ),
    )
    await test.call('POST', '/api/numbers/assign', { body: { flowId: id, numbers: [numberOfWeather], replace: true } })
    const from = '+13055550555'
    const { body } = await test.call('POST', '/api/simulator/messages', {
      body: { from, to: numberOfWeather, text: 'x' },
    })
    await eventually(() => slow.requests.length === 1)
    expect((await test.call('POST', `/api/runs/${body.runId}/cancel`)).status).toBe(200)
    release()
    const run = await eventually(async () => {
      const found = (await test.call('GET', `/api/runs/${body.runId}`)).body
      return found.status === 'cancelled' ? found : undefined
    })
    expect(run.steps.map((step: { nodeId: number }) => step.nodeId)).toEqual([1, 2])
    await slow.close()
  })

  it('that are not there are 404', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'x', '%00']) {
      expect((await test.call('GET', `/api/runs/${id}`)).status).toBe(404)
      expect((await test.call('POST', `/api/runs/${id}/cancel`)).status).toBe(404)
    }
  })
})

describe('the test of a web call', () => {
  const run = (inputs: unknown, more: Record<string, unknown> = {}) =>
    test.call('POST', '/api/actions/external-web-call/test', { body: { inputs, ...more } })

  it('sends the request with sample values and shows what came and what was taken from it', async () => {
    const { status, body } = await run(
      {
        method: 'POST',
        timeoutSeconds: 5,
        url: `${service.origin}/at/$city?x=$EXTCALL_2.list[0].id`,
        contentType: 'application/json',
        body: '{"a": "$city", "missing": $nothing}',
        responseVariables: [{ name: 'temp', query: 'temperature' }],
      },
      { variables: { city: 'Mi "ami', 'EXTCALL_2.list[0].id': 7 } },
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      exit: 'success',
      request: {
        method: 'POST',
        url: `${service.origin}/at/Mi%20%22ami?x=7`,
        body: '{"a": "Mi \\"ami", "missing": null}',
      },
      response: { statusCode: 200, format: 'json', tree: { temperature: 84 } },
      variables: [{ name: 'temp', query: 'temperature', found: true, value: 84 }],
      error: null,
    })
    expect(body.warnings[0].code).toBe('VARIABLE_EMPTY')
  })

  it('shows no secret, also where the service echoes it', async () => {
    const headers = [{ key: 'X-Api-Key', value: 'sesame-of-the-service', secret: true }]
    const answer = await run({ method: 'GET', timeoutSeconds: 5, url: service.origin, headers })
    expect(service.requests.at(-1)?.headers['x-api-key']).toBe('sesame-of-the-service')
    expect(answer.text).not.toContain('sesame-of-the-service')
  })

  it('goes the failure exit for what a run would fail for', async () => {
    const { body } = await run({ method: 'GET', timeoutSeconds: 5, url: 'http://10.0.0.1/' })
    expect(body).toMatchObject({ exit: 'failure', response: null, error: { code: 'EGRESS_REFUSED' } })
  })

  it('names wrong inputs', async () => {
    const { status, body } = await run({ method: 'BREW', timeoutSeconds: 5, url: service.origin })
    expect(status).toBe(422)
    expect(body.errors[0].path).toBe('inputs.method')
  })

  it('uses no secret of another flow', async () => {
    const headers = [{ key: 'X-Api-Key', value: 'sesame-1234', secret: true }]
    const call = nodeOf(2, 'external-web-call', {
      method: 'GET',
      url: `${service.origin}/`,
      timeoutSeconds: 5,
      headers,
    })
    const own = await test.call('POST', '/api/flows', { body: flowOf('Own', [nodeOf(1, 'inbound-sms'), call]) })
    const { inputs } = own.body.document.nodes[1]
    expect((await run(inputs, { flowId: own.body.id })).body.exit).toBe('success')
    expect(service.requests.at(-1)?.headers['x-api-key']).toBe('sesame-1234')
    expect((await run(inputs)).body.code).toBe('SECRET_MISSING')
    const elsewhere = { ...inputs, url: 'http://127.0.0.1:1/' }
    expect((await run(elsewhere, { flowId: own.body.id })).body.code).toBe('SECRET_MISSING')
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
