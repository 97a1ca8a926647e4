import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smsFlow } from './helpers/documents.ts'
import { type CallOptions, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
const json = { 'content-type': 'application/json' }

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

async function expectProblem(status: number, code: string, method: string, path: string, options?: CallOptions) {
  const answer = await test.call(method, path, options)
  expect(answer.status, answer.text.slice(0, 300)).toBe(status)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.body).toMatchObject({ type: 'about:blank', status, code, requestId: expect.any(String) })
  expect(answer.body.title).toEqual(expect.any(String))
  expect(answer.body.errors).toEqual(expect.any(Array))
  return answer
}

/** A body without a Content-Length, as chunked requests have it. */
function streamOf(chunks: number, onPull: () => void = () => {}): ReadableStream<Uint8Array> {
  let sent = 0
  return new ReadableStream({
    pull(controller) {
      onPull()
      sent += 1
      if (sent > chunks) controller.close()
      else controller.enqueue(new Uint8Array(64 * 1024).fill(32))
    },
  })
}

describe('a request body', () => {
  it('of 20 MB is refused by its Content-Length alone', async () => {
    const headers = { ...json, 'content-length': String(20 * 1024 * 1024) }
    const answer = await expectProblem(413, 'BODY_TOO_LARGE', 'POST', '/api/flows', { headers, raw: '{}' })
    expect(answer.body.detail).toContain('5 MiB')
  })

  it('without a length is refused as soon as the limit is passed', async () => {
    let pulls = 0
    const raw = streamOf(1_000, () => {
      pulls += 1
    })
    await expectProblem(413, 'BODY_TOO_LARGE', 'POST', '/api/flows', { headers: json, raw })
    expect(pulls).toBeLessThan(100)
  })

  it('may be 5 MiB for a flow and 1 MiB elsewhere', async () => {
    const flow = { ...smsFlow(), notes: [] }
    const padded = JSON.stringify(flow) + ' '.repeat(4 * 1024 * 1024)
    expect((await test.call('POST', '/api/flows', { headers: json, raw: padded })).status).toBe(201)
    const big = JSON.stringify({ number: '+13055550100', label: '' }) + ' '.repeat(1024 * 1024)
    await expectProblem(413, 'BODY_TOO_LARGE', 'POST', '/api/numbers', { headers: json, raw: big })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])(
    'of type %s is refused where JSON is due',
    async (type) => {
      const options = { headers: { 'content-type': type }, raw: '{}' }
      await expectProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'POST', '/api/flows', options)
    },
  )

  it('may be packed, or in another charset that it names', async () => {
    const flow = JSON.stringify({ ...smsFlow(), name: 'Zoë' })
    const latin = { 'content-type': 'application/json; charset=iso-8859-1' }
    const inLatin = { headers: latin, raw: new Uint8Array(Buffer.from(flow, 'latin1')) }
    const packed = { headers: { ...json, 'content-encoding': 'gzip' }, raw: new Uint8Array(gzipSync(flow)) }
    for (const options of [inLatin, packed]) {
      const answer = await test.call('POST', '/api/flows', options)
      expect(answer.status, answer.text).toBe(201)
      expect(answer.text).toContain('"name":"Zoë"')
    }
  })

  it('that is packed beyond its limit is 413, and not packed as it says 400', async () => {
    const headers = { ...json, 'content-encoding': 'gzip' }
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000, ' ')))
    await expectProblem(413, 'BODY_TOO_LARGE', 'POST', '/api/flows', { headers, raw: bomb })
    await expectProblem(400, 'BAD_REQUEST', 'POST', '/api/flows', { headers, raw: '{}' })
  })

  it.each([
    ['is empty', ''],
    ['is no JSON', '{"name": '],
    ['has a comma too many', '{"a": 1,}'],
    ['is nested absurdly deep', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['is an object nested absurdly deep', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ])('that %s is 400', async (_, raw) => {
    await expectProblem(400, 'BAD_REQUEST', 'POST', '/api/flows', { headers: json, raw })
  })

  it('that is no UTF-8 is 400', async () => {
    const raw = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])
    const answer = await expectProblem(400, 'BAD_REQUEST', 'POST', '/api/flows', { headers: json, raw })
    expect(answer.body.detail).toContain('UTF-8')
  })

  it.each(['null', '[]', '"x"', '12345678901234567890', '{"__proto__": {"a": 1}}', '{"name": "\\ud800\\u0000"}'])(
    'with the wrong shape %s is 422',
    async (raw) => {
      await expectProblem(422, 'INVALID_INPUT', 'POST', '/api/numbers/assign', { headers: json, raw })
    },
  )
})

describe('an address', () => {
  it.each([
    '/api/nothing',
    '/api/flows/%ff',
    '/api/flows/%00',
    '/api/flows/..%2f..%2fetc',
    '/api//flows',
    `/api/flows/${'x'.repeat(8_000)}`,
    '/api/flows/not-an-id',
    '/api/flows/not-an-id/versions/9',
    '/api/runs/1',
    '/%E0%A4%A.js',
    '/assets/%2e%2e%2fpackage.json',
    '/assets/..%5c..%5cpackage.json',
    '/_rest',
    '/triggers/nothing/else/at/all',
  ])('that is not there is 404: %.60s', async (path) => {
    const answer = await test.call('GET', path, { headers: { accept: 'application/json' } })
    expect(answer.status, answer.text.slice(0, 200)).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('says which methods it takes', async () => {
    const answer = await expectProblem(405, 'METHOD_NOT_ALLOWED', 'PATCH', '/api/flows')
    expect(answer.headers.get('allow')).toBe('GET, POST, HEAD')
    await expectProblem(405, 'METHOD_NOT_ALLOWED', 'GET', '/api/numbers/assign')
    await expectProblem(405, 'METHOD_NOT_ALLOWED', 'OPTIONS', '/api/session')
  })

  it('with another method than GET is 404 where only pages are', async () => {
    await expectProblem(404, 'NOT_FOUND', 'POST', '/some/page')
  })
})

describe('a query', () => {
  it.each([
    '/api/flows?limit=x',
    '/api/flows?limit=-1',
    '/api/flows?unknown=1',
    '/api/flows?limit=1&limit=2',
    '/api/runs?status=odd',
    '/api/runs?flowId=x',
    '/api/runs?from=yesterday',
    '/api/runs?from=2026-01-01T23:59:60Z',
    '/api/simulator/messages?number=%2B1',
  ])('with a wrong value is 422: %s', async (path) => {
    const answer = await expectProblem(422, 'INVALID_INPUT', 'GET', path)
    expect(answer.body.errors[0].path).not.toBe('')
  })

  it.each([
    '/api/flows',
    '/api/runs',
    '/api/numbers',
    '/api/tokens',
    '/api/users',
    '/api/simulator/messages',
    '/api/templates',
  ])('with a cursor that is none is 400: %s', async (path) => {
    for (const after of ['x', '-1', '%00', '%F0%9F%98%80', 'a'.repeat(400), "'; drop table flow; --", '{}', 'bnVsbA']) {
      const answer = await test.call('GET', `${path}?after=${encodeURIComponent(after)}`)
      expect([200, 400], `${path} after ${after}: ${answer.text.slice(0, 300)}`).toContain(answer.status)
    }
  })

  it('for text with NUL and half characters finds nothing and does no harm', async () => {
    for (const path of ['/api/flows?search=%00%ED%A0%80', '/api/runs?q=%00', '/api/numbers?search=%25_%00\\']) {
      expect((await test.call('GET', path)).status).toBe(200)
    }
  })

  it('limit is brought into 1 to 200', async () => {
    expect((await test.call('GET', '/api/numbers?limit=0')).body.items).toHaveLength(1)
    expect((await test.call('GET', '/api/numbers?limit=9999')).body.items).toHaveLength(4)
  })
})

describe('every answer', () => {
  it("carries a request id, the caller's own where it is harmless", async () => {
    const id = 'abc-123.456'
    expect((await test.call('GET', '/healthz', { headers: { 'x-request-id': id } })).headers.get('x-request-id')).toBe(
      id,
    )
    const own = await test.call('GET', '/api/nothing', { headers: { 'x-request-id': 'a b' } })
    expect(own.headers.get('x-request-id')).toBe(own.body.requestId)
    expect(own.body.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('carries the security headers', async () => {
    for (const path of ['/healthz', '/api/flows', '/api/nothing']) {
      const { headers } = await test.call('GET', path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
  })

  it('of the API is never kept by a cache', async () => {
    expect((await test.call('GET', '/api/flows')).headers.get('cache-control')).toBe('no-store')
    expect((await test.call('GET', '/api/nothing')).headers.get('cache-control')).toBe('no-store')
  })
})
