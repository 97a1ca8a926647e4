import { afterEach, expect, test, vi } from 'vitest'
import { call, onSignedOut, request } from './client.ts'
import { ApiProblem } from './problem.ts'

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>()

function answer(status: number, body: string): void {
  vi.stubGlobal('fetch', fetched)
  fetched.mockResolvedValueOnce(new Response(body === '' ? null : body, { status }))
}

afterEach(() => {
  vi.unstubAllGlobals()
  fetched.mockReset()
})

const problem = {
  type: 'about:blank',
  title: 'Some values are not valid',
  status: 422,
  code: 'INVALID_INPUT',
  detail: 'number: Write it with its country code.',
  errors: [{ path: 'number', message: 'Write it with its country code.' }],
}

test('puts parameters into the path, sends the revision as a quoted If-Match and leaves empty query members out', async () => {
  answer(200, '{}')
  await request('PUT /api/flows/:id', {
    params: { id: 'a/b' },
    body: { name: 'x' },
    revision: 7,
    query: { q: '', after: undefined, limit: '5' },
  })
  const [url, init] = fetched.mock.calls[0] ?? []
  expect(url).toBe('/api/flows/a%2Fb?limit=5')
  expect(new Headers(init?.headers).get('if-match')).toBe('"7"')
  expect(new Headers(init?.headers).get('content-type')).toBe('application/json')
})

test('integers beyond 2^53 keep their digits both ways', async () => {
  answer(200, '{"id":9007199254740993}')
  const body = await request('POST /api/runs/:id/replay', { body: { id: 9007199254740993n } })
  expect(body).toEqual({ id: 9007199254740993n })
  expect(fetched.mock.calls[0]?.[1].body).toBe('{"id":9007199254740993}')
})

test('an answer without a body is null', async () => {
  answer(204, '')
  expect(await call('DELETE /api/flows/:id', { params: { id: '1' } })).toBeNull()
})

test('a problem document becomes an error with its code and the message of each field', async () => {
  answer(422, JSON.stringify(problem))
  const thrown = await call('POST /api/numbers', { body: { number: '' } }).catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(ApiProblem)
  if (!(thrown instanceof ApiProblem)) return
  expect([thrown.status, thrown.code, thrown.message]).toEqual([422, 'INVALID_INPUT', problem.detail])
  expect(thrown.fieldMessage('number')).toBe('Write it with its country code.')
  expect(thrown.fieldMessage('label')).toBeUndefined()
})

test('an answer that explains nothing still says its status', async () => {
  answer(502, '<html>Bad gateway</html>')
  await expect(call('GET /api/flows')).rejects.toThrow('status 502')
})

test('no answer at all says what to check', async () => {
  vi.stubGlobal('fetch', fetched)
  fetched.mockRejectedValueOnce(new TypeError('fetch failed'))
  await expect(call('GET /api/flows')).rejects.toThrow('The server did not answer')
})

test('a 401 is told to the page, but not that of signing in itself', async () => {
  const told = vi.fn()
  const stop = onSignedOut(told)
  const unauthenticated = JSON.stringify({ ...problem, status: 401, code: 'UNAUTHENTICATED' })
  answer(401, unauthenticated)
  await call('POST /api/session', { body: { email: '', password: '' } }).catch(() => undefined)
  expect(told).not.toHaveBeenCalled()
  answer(401, unauthenticated)
  await call('GET /api/flows').catch(() => undefined)
  expect(told).toHaveBeenCalledOnce()
  stop()
})
