import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { sign } from '@octokit/webhooks-methods'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { flowOf, nodeOf, webhookFlow } from './helpers/documents.ts'
import { type Answer, type CallOptions, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

describe('a webhook', () => {
  const hook = (path: string, options: CallOptions = {}, method = 'POST') =>
    test.call(method, `/hooks/${path}`, { token: null, ...options })

  async function outputsOf(answer: Answer) {
    expect(answer.status, answer.text).toBe(202)
    return eventually(async () => {
      const { body } = await test.call('GET', `/api/runs/${answer.body.runId}`)
      return body.status === 'succeeded' ? body.steps[0].outputs : undefined
    })
  }

  it('takes JSON, forms, text and nothing as data', async () => {
    await test.deploy(webhookFlow('data'))
    const json = await outputsOf(
      await hook('data?a=1&a=2&b=%20', { body: { id: 12345678901234567890n.toString(), list: [1] } }),
    )
    expect(json).toMatchObject({ body: { list: [1] }, query: { a: ['1', '2'], b: ' ' }, method: 'POST' })
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const sent = await outputsOf(await hook('data', { headers: form, raw: 'x=1&__proto__=2&y=a+b' }))
    expect(sent.body.x).toBe('1')
    expect(Object.keys(sent.body)).toEqual(['x', '__proto__', 'y'])
    const text = await outputsOf(await hook('data', { headers: { 'content-type': 'text/plain' }, raw: 'plain' }))
    expect(text).toMatchObject({ body: 'plain', rawBody: 'plain' })
    expect(await outputsOf(await hook('data'))).toMatchObject({ body: null, rawBody: '' })
  })

  it.each([
    ['JSON as text', 'text/plain; charset=UTF-8', '{"A":"Zoë"}'],
    ['JSON lines', 'application/x-ndjson', '{"A":"Zoë"}'],
    ['XML', 'application/xml', '<A>Zoë</A>'],
    ['a form in Latin-1', 'application/x-www-form-urlencoded; charset=ISO-8859-1', 'A=Zo%EB'],
    [
      'a form with files',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="A"\r\n\r\nZoë\r\n--x--',
    ],
  ])('takes %s as data', async (what, type, raw) => {
    const path = `sent-${what.replaceAll(/\W/g, '')}`
    await test.deploy(webhookFlow(path))
    const { body } = await outputsOf(await hook(path, { headers: { 'content-type': type }, raw }))
    expect([body].flat()).toEqual([{ A: 'Zoë' }])
  })

  describe('keeps a file of a form', () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2, 255])
    /** As a browser sends it. */
    async function form(fields: Readonly<Record<string, string | File>>): Promise<CallOptions> {
      const data = new FormData()
      for (const [name, value] of Object.entries(fields)) data.append(name, value)
      const request = new Request('http://localhost', { method: 'POST', body: data })
      const raw = new Uint8Array(await request.arrayBuffer())
      return { headers: { 'content-type': request.headers.get('content-type') ?? '' }, raw }
    }
    const photo = (bytes = png) => new File([bytes], 'roof.jpg', { type: 'image/jpeg' })

    it('at an address of its own, with the run, and a text as text', async () => {
      await test.deploy(webhookFlow('files'))
      const note = new File(['leaks'], 'note.txt', { type: 'text/plain' })
      const answer = await hook('files', await form({ photo: photo(), note, empty: new File([], 'none.png') }))
      const { body } = await outputsOf(answer)
      expect(body).toEqual({
        photo: { filename: 'roof.jpg', contentType: 'image/jpeg', size: png.length, url: expect.any(String) },
        note: { filename: 'note.txt', contentType: 'text/plain', size: 5, text: 'leaks' },
        empty: { filename: 'none.png', contentType: 'application/octet-stream', size: 0 },
      })
      const file = await test.runtime.app.request(body.photo.url)
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(new Uint8Array(await file.arrayBuffer())).toEqual(png)
      const run = (await test.call('GET', `/api/runs/${answer.body.runId}`)).body
      expect(run.files).toMatchObject([{ state: 'stored', type: 'image/png', name: 'roof.png', bytes: png.length }])
    })

    it('not of an event that came before', async () => {
      await test.deploy(webhookFlow('files-again', { repeated: { from: 'body', name: 'id' } }))
      const sent = await form({ id: '7', photo: photo() })
      const [first, again] = [await hook('files-again', sent), await hook('files-again', sent)]
      expect(again.body).toEqual(first.body)
      const run = (await test.call('GET', `/api/runs/${first.body.runId}`)).body
      expect(run.files).toHaveLength(1)
    })

    it('of up to 16 MiB from a sender who is known before the body is read', async () => {
      const auth = { type: 'header', headerName: 'X-Api-Key', headerValue: 'sesame-123456' }
      await test.deploy(webhookFlow('files-large', { auth }))
      await test.deploy(webhookFlow('files-small'))
      const sent = await form({ photo: photo(new Uint8Array(2 * 1024 * 1024)) })
      const known = { ...sent, headers: { ...sent.headers, 'x-api-key': 'sesame-123456' } }
      expect((await hook('files-large', known)).status).toBe(202)
      expect((await hook('files-small', sent)).status).toBe(413)
    })
  })

  it('unpacks the body, within the limit, and ignores a coding that is none', async () => {
    await test.deploy(webhookFlow('packed'))
    const packed = (coding: string, raw: Uint8Array<ArrayBuffer>) =>
      hook('packed', { headers: { 'content-type': 'application/json', 'content-encoding': coding }, raw })
    const json = Buffer.from('{"id":7}')
    for (const [coding, raw] of [
      ['gzip', gzipSync(json)],
      ['br', brotliCompressSync(json)],
      ['zstd', zstdCompressSync(json)],
      ['utf-8', json],
    ] as const) {
      expect((await outputsOf(await packed(coding, new Uint8Array(raw)))).body, coding).toEqual({ id: 7 })
    }
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '))
    expect((await packed('gzip', new Uint8Array(bomb))).status).toBe(413)
    expect((await packed('gzip', new Uint8Array(json))).status).toBe(400)
  })

  it('reads the query in the charset it is in', async () => {
    await test.deploy(webhookFlow('query', { methods: ['GET'] }))
    expect((await outputsOf(await hook('query?a=Zo%EB&b=1', {}, 'GET'))).query).toEqual({ a: 'Zoë', b: '1' })
    expect((await outputsOf(await hook('query?a=Zo%C3%AB', {}, 'GET'))).query).toEqual({ a: 'Zoë' })
  })

  it('answers 400 to broken JSON and multipart, 413 to too much, 404 to nothing', async () => {
    await test.deploy(webhookFlow('strict'))
    const json = { 'content-type': 'application/json' }
    expect((await hook('strict', { headers: json, raw: '{' })).status).toBe(400)
    expect((await hook('strict', { headers: json, raw: `"${'x'.repeat(1024 * 1024)}"` })).status).toBe(413)
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
    expect((await hook('strict', { headers: multipart, raw: 'x' })).status).toBe(400)
    expect((await hook('nobody-here', { body: {} })).status).toBe(404)
  })

  it('answers the ticked methods only', async () => {
    await test.deploy(webhookFlow('methods', { methods: ['GET', 'PUT'] }))
    expect((await hook('methods', {}, 'GET')).status).toBe(202)
    expect((await hook('methods', { body: {} }, 'PUT')).status).toBe(202)
    const refused = await hook('methods', { body: {} })
    expect(refused.status).toBe(405)
    expect(refused.headers.get('allow')).toBe('GET, PUT')
  })

  it('asks for Basic Auth where the action says so', async () => {
    await test.deploy(webhookFlow('basic', { auth: { type: 'basic', username: 'shop', password: 'let:me in' } }))
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    const none = await hook('basic', { body: {} })
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toContain('Basic')
    for (const wrong of ['shop:wrong', 'other:let:me in', 'shop', ':']) {
      expect((await hook('basic', { headers: basic(wrong), body: {} })).status, wrong).toBe(401)
    }
    const outputs = await outputsOf(await hook('basic', { headers: basic('shop:let:me in'), body: {} }))
    expect(outputs.headers.authorization).toBeUndefined()
  })

  it('asks for a header where the action says so, and keeps it from the run', async () => {
    await test.deploy(
      webhookFlow('header', { auth: { type: 'header', headerName: 'X-Api-Key', headerValue: 'sesame-123' } }),
    )
    expect((await hook('header', { body: {} })).status).toBe(401)
    expect((await hook('header', { headers: { 'x-api-key': 'wrong' }, body: {} })).status).toBe(401)
    const answer = await hook('header', { headers: { 'x-api-key': 'sesame-123', 'x-other': 'kept' }, body: {} })
    const { headers } = await outputsOf(answer)
    expect(headers['x-api-key']).toBeUndefined()
    expect(headers['x-other']).toBe('kept')
  })

  it('asks for the realm that the action names', async () => {
    const auth = { type: 'basic', username: 'shop', password: 'let me in 123', realm: 'Orders' }
    await test.deploy(webhookFlow('realm', { auth }))
    const answer = await hook('realm', { body: {} })
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Orders", charset="UTF-8"')
  })

  it('takes signed requests only, and looks at the body after the signature', async () => {
    const key = 'a signing key of GitHub'
    await test.deploy(webhookFlow('signed', { auth: { type: 'signature', scheme: 'github', key } }))
    const json = { 'content-type': 'application/json' }
    const signed = async (raw: string) => ({ headers: { ...json, 'x-hub-signature-256': await sign(key, raw) }, raw })
    const { body } = await outputsOf(await hook('signed', await signed('{"action":"opened"}')))
    expect(body).toEqual({ action: 'opened' })
    const forged = { ...(await signed('{"action":"opened"}')), raw: '{"action":"closed"}' }
    expect((await hook('signed', forged)).body.code).toBe('INVALID_TOKEN')
    expect((await hook('signed', { headers: json, raw: '{' })).body.code).toBe('UNAUTHENTICATED')
    expect((await hook('signed', await signed('{'))).status).toBe(400)
  })

  it('answers what only asks whether it is there, and starts nothing', async () => {
    const id = await test.deploy(webhookFlow('asked', { verifyToken: 'sesame-123456' }))
    const meta = 'asked?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=sesame-123456'
    const echoed = await hook(meta, {}, 'GET')
    expect([echoed.status, echoed.text]).toEqual([200, '1158201444'])
    expect(echoed.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect((await hook(meta.replace('sesame', 'other'), {}, 'GET')).status).toBe(405)
    const slack = await hook('asked', { body: { type: 'url_verification', challenge: 'abc' } })
    expect([slack.status, slack.body]).toEqual([200, { challenge: 'abc' }])
    expect((await hook('asked', { headers: { 'x-github-event': 'ping' }, body: { zen: 'x' } })).status).toBe(200)
    expect((await hook('asked', { body: { type: 'PING' } })).status).toBe(200)
    expect((await hook('asked', {}, 'HEAD')).status).toBe(200)
    expect((await hook('nobody-here', {}, 'HEAD')).status).toBe(404)
    expect((await test.call('GET', `/api/runs?flowId=${id}`)).body.items).toEqual([])
  })

  it('starts the flow for the wanted events only, and answers the others', async () => {
    const events = { from: 'body', name: 'type', only: [{ event: 'order.*' }] }
    const id = await test.deploy(webhookFlow('wanted', { events }))
    expect((await hook('wanted', { body: { type: 'order.paid' } })).status).toBe(202)
    const other = await hook('wanted', { body: { type: 'customer.created' } })
    expect([other.status, other.body]).toEqual([200, { ignored: 'customer.created' }])
    expect((await test.call('GET', `/api/runs?flowId=${id}`)).body.items).toHaveLength(1)
  })

  it('starts one run for an event that comes again, also at once and with another body', async () => {
    const id = await test.deploy(webhookFlow('repeated', { repeated: { from: 'body', name: 'id' } }))
    const send = (attempt: number) => hook('repeated', { body: { id: 'evt_1', attempt } })
    const answers = await Promise.all(Array.from({ length: 20 }, (_, attempt) => send(attempt)))
    answers.push(await send(21))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    expect(new Set(answers.map(({ body }) => body.runId)).size).toBe(1)
    expect((await hook('repeated', { body: { id: 'evt_2' } })).body.runId).not.toBe(answers[0]?.body.runId)
    expect((await test.call('GET', `/api/runs?flowId=${id}`)).body.items).toHaveLength(2)
  })

  it('starts no second run when a signed request is sent again', async () => {
    const key = 'a signing key of GitHub'
    await test.deploy(webhookFlow('replayed', { auth: { type: 'signature', scheme: 'github', key } }))
    const raw = '{"action":"opened"}'
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': await sign(key, raw),
      'x-github-delivery': 'd-1',
    }
    const first = await hook('replayed', { headers, raw })
    expect((await hook('replayed', { headers, raw })).body.runId).toBe(first.body.runId)
  })

  it('holds events of a paused flow for the days that the action says', async () => {
    const id = await test.deploy(webhookFlow('held', { holdDays: 14 }))
    const usual = await test.deploy(webhookFlow('held-usual'))
    const daysHeld = async (flowId: string, path: string) => {
      await test.call('POST', `/api/flows/${flowId}/pause`)
      const before = Date.now()
      const { runId } = (await hook(path, { body: {} })).body
      const run = (await test.call('GET', `/api/runs/${runId}`)).body
      expect(run.status).toBe('waiting')
      return Math.round((Date.parse(run.waitingUntil) - before) / 86_400_000)
    }
    expect(await daysHeld(id, 'held')).toBe(14)
    expect(await daysHeld(usual, 'held-usual')).toBe(4)
  })

  it('says when the first of the held events expires, and nothing once they have started', async () => {
    const id = await test.deploy(webhookFlow('expiring', { holdDays: 1 }))
    await test.call('POST', `/api/flows/${id}/pause`)
    const { runId } = (await hook('expiring', { body: {} })).body
    await hook('expiring', { body: {} })
    const { waitingUntil } = (await test.call('GET', `/api/runs/${runId}`)).body
    const held = (await test.call('GET', `/api/flows/${id}`)).body
    expect(held).toMatchObject({ heldEvents: 2, heldUntil: waitingUntil })
    const { items } = (await test.call('GET', '/api/flows?limit=200')).body
    expect(items).toContainEqual(expect.objectContaining({ id, heldEvents: 2, heldUntil: waitingUntil }))
    await test.call('POST', `/api/flows/${id}/resume`)
    const none = { heldEvents: 0, heldUntil: null }
    await eventually(async () => (await test.call('GET', `/api/flows/${id}`)).body.heldEvents === 0)
    expect((await test.call('GET', `/api/flows/${id}`)).body).toMatchObject(none)
  })

  it('lists what came and what became of it', async () => {
    const auth = { type: 'header', headerName: 'X-Api-Key', headerValue: 'sesame-123456' }
    const events = { from: 'body', name: 'type', only: [{ event: 'order.paid' }] }
    const repeated = { from: 'body', name: 'id' }
    const id = await test.deploy(webhookFlow('logged', { auth, events, repeated }))
    const send = (body: object, key = 'sesame-123456') =>
      hook('logged', { headers: { 'x-api-key': key }, body, peer: '10.1.2.3' })
    const { runId } = (await send({ type: 'order.paid', id: '1' })).body
    await send({ type: 'order.paid', id: '1' })
    await send({ type: 'order.lost', id: '2' })
    await send({ type: 'PING' })
    await send({ type: 'order.paid' }, 'wrong')
    await hook('logged', {}, 'PUT')
    const { items } = (await test.call('GET', `/api/flows/${id}/requests`)).body
    expect(items.toReversed()).toMatchObject([
      { verdict: 'started', status: 202, runId, nodeId: 1, method: 'POST', client: '10.1.2.3', detail: '' },
      { verdict: 'repeated', status: 202, runId },
      { verdict: 'ignored', status: 200, runId: null, detail: 'order.lost' },
      { verdict: 'answered', status: 200, runId: null, detail: 'Gladly' },
      { verdict: 'refused', status: 401, runId: null, detail: 'The value of the header is wrong.' },
      { verdict: 'refused', status: 405, method: 'PUT' },
    ])
    expect(
      (await test.call('GET', `/api/flows/${id}/requests`, { token: await test.tokenOf('api-user') })).status,
    ).toBe(403)
  })

  it('asks for the proof before it answers what is in a body', async () => {
    const auth = { type: 'header', headerName: 'X-Api-Key', headerValue: 'sesame-123456' }
    await test.deploy(webhookFlow('asked-well', { auth }))
    expect((await hook('asked-well', { body: { type: 'url_verification', challenge: 'abc' } })).status).toBe(401)
  })

  it('lets the pages of its allowed origins call it, and read why they were refused', async () => {
    const page = 'https://www.example.com'
    await test.deploy(
      webhookFlow('page', { allowedOrigins: `${page}, https://shop.example.com`, methods: ['POST', 'PUT'] }),
    )
    const asking = { origin: page, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' }
    const preflight = await hook('page', { headers: asking }, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe(page)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST, PUT')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('x-a')
    const sent = await hook('page', { headers: { origin: page }, body: { a: 1 } })
    expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([202, page])
    const refused = await hook('page', { headers: { origin: page, 'content-type': 'application/json' }, raw: '{' })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, page])
  })

  it('lets no other page call it', async () => {
    await test.deploy(webhookFlow('no-page'))
    const asking = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    expect((await hook('no-page', { headers: asking }, 'OPTIONS')).status).toBe(405)
    const sent = await hook('no-page', { headers: { origin: 'https://evil.example' }, body: {} })
    expect(sent.headers.has('access-control-allow-origin')).toBe(false)
  })

  it('is the same with a slash at its end, in another case it is not there', async () => {
    await test.deploy(webhookFlow('slash'))
    expect((await hook('slash/', { body: {} })).status).toBe(202)
    expect((await hook('SLASH', { body: {} })).status).toBe(404)
  })

  it('stops answering when its flow is taken off', async () => {
    const id = await test.deploy(webhookFlow('gone'))
    await test.call('POST', `/api/flows/${id}/undeploy`)
    expect((await hook('gone', { body: {} })).status).toBe(404)
  })

  it('of a flow without a next action is recorded, too', async () => {
    const document = flowOf('Alone', [nodeOf(1, 'webhook', { path: 'alone' })])
    const created = await test.call('POST', '/api/flows', { body: document })
    const deployed = await test.call('POST', `/api/flows/${created.body.id}/deploy`)
    if (deployed.status === 200) expect((await hook('alone', { body: {} })).status).toBe(202)
  })
})
