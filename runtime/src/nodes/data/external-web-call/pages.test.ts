import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { json, type Reply, text } from '../../../../test/helpers/stand-in.ts'
import type { WebCallInputs } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

type Paging = NonNullable<WebCallInputs['paging']>

/** `by` a link unless told otherwise. */
function inputsTo(url: string, paging: Partial<Paging>, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'GET', url, timeoutSeconds: 5, paging: { by: 'link', next: 'next', ...paging }, ...change }
}

async function run(inputs: WebCallInputs, context = stepContext()) {
  return externalWebCallAction.run(inputs, context, externalWebCallAction.prepare?.(inputs))
}

/** Pages by their address; each names the next one. */
function pagesOf(pages: Readonly<Record<string, unknown>>): Reply {
  return (response, request) => {
    const page = pages[request.url]
    return (page === undefined ? json({}, 404) : json(page))(response, request)
  }
}

const three = pagesOf({
  '/orders?open=yes': { orders: [{ id: 1 }, { id: 2 }], next: '/orders?page=2' },
  '/orders?page=2': { orders: [{ id: 3 }], next: '/orders?page=3' },
  '/orders?page=3': { orders: [{ id: 4 }], next: null, total: 4 },
})
const query = [{ name: 'open', value: 'yes' }]

describe('pages', () => {
  it('by a link are gathered into one list, from which response variables are read', async () => {
    const service = await standIn(three)
    const responseVariables = [
      { name: 'first', query: '[0].id' },
      { name: 'all', query: '$[*].id' },
    ]
    const result = await run(inputsTo(`${service.origin}/orders`, {}, { query, responseVariables }))
    expect(result).toMatchObject({
      exit: 'success',
      variables: { first: 1, all: [1, 2, 3, 4] },
      outputs: {
        items: [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }],
        pages: 3,
        stoppedBy: 'end',
        statusCode: 200,
        responseBody: { total: 4 },
      },
      warnings: [],
    })
    expect(service.requests.map(({ url }) => url)).toEqual(['/orders?open=yes', '/orders?page=2', '/orders?page=3'])
  })

  it('by the Link header', async () => {
    const service = await standIn((response, { url }) => {
      if (url === '/a') response.setHeader('link', '</b>; rel="next", </z>; rel="last"')
      response.writeHead(200, { 'content-type': 'application/json' }).end(`["${url}"]`)
    })
    const result = await run(inputsTo(`${service.origin}/a`, { by: 'link-header' }))
    expect(result.outputs).toMatchObject({ items: ['/a', '/b'], pages: 2, stoppedBy: 'end' })
  })

  it('by a cursor, which takes the place of the one before', async () => {
    const service = await standIn(
      pagesOf({
        '/m?limit=1': { m: ['a'], cursor: 'x y' },
        '/m?limit=1&after=x%20y': { m: ['b'], cursor: 7 },
        '/m?limit=1&after=7': { m: ['c'], cursor: '' },
      }),
    )
    const paging = { by: 'cursor', next: 'cursor', parameter: 'after' } as const
    const limit = [{ name: 'limit', value: '1' }]
    const result = await run(inputsTo(`${service.origin}/m`, paging, { query: limit }))
    expect(result.outputs).toMatchObject({ items: ['a', 'b', 'c'], pages: 3 })
  })

  it.each([
    ['page', { by: 'page', parameter: 'page' }, ['page=1', 'page=2', 'page=3']],
    ['page from 0', { by: 'page', parameter: 'page', first: 0 }, ['page=0', 'page=1', 'page=2']],
    ['offset', { by: 'offset', parameter: 'from' }, ['from=0', 'from=2', 'from=3']],
  ] as const)('by %s end with one that is empty', async (_by, paging, wanted) => {
    const lists = [[1, 2], [3], []]
    let call = 0
    const service = await standIn((response, request) => json(lists[call++])(response, request))
    const result = await run(inputsTo(`${service.origin}/x?a=b`, paging))
    expect(result.outputs).toMatchObject({ items: [1, 2, 3], pages: 3, stoppedBy: 'end' })
    expect(service.requests.map(({ url }) => url)).toEqual(wanted.map((parameter) => `/x?a=b&${parameter}`))
  })

  it('in XML', async () => {
    const service = await standIn((response, request) => {
      const next = request.url === '/1' ? '<next>/2</next>' : '<next/>'
      const body = `<r><order n="${request.url}"/>${next}</r>`
      return text(body, { contentType: 'text/xml' })(response, request)
    })
    const result = await run(inputsTo(`${service.origin}/1`, { items: 'r.order' }))
    expect(result.outputs).toMatchObject({ items: [{ '@n': '/1' }, { '@n': '/2' }], stoppedBy: 'end' })
  })
})

describe('what stops them is said', () => {
  const endless: Reply = (response, request) => {
    const number = Number(request.url.slice(1))
    return json({ items: [number, -number], next: `/${number + 1}` })(response, request)
  }

  it.each([
    [{ mostPages: 2 }, 'most-pages', 4, 2, /^Stopped with 4 items on 2 pages, because Most Pages is reached/],
    [{ mostItems: 3 }, 'most-items', 3, 2, /^Stopped with 3 items on 2 pages, because Most Items is reached/],
    [{ mostItems: 4 }, 'most-items', 4, 2, /Most Items/],
  ] as const)('%j', async (paging, stoppedBy, count, pages, message) => {
    const service = await standIn(endless)
    const result = await run(inputsTo(`${service.origin}/1`, paging))
    expect(result).toMatchObject({
      exit: 'success',
      outputs: { stoppedBy, pages },
      warnings: [{ code: 'PAGES_LEFT', message: expect.stringMatching(message) }],
    })
    expect(result.outputs?.items).toHaveLength(count)
    expect(service.requests).toHaveLength(pages)
  })

  it('nothing, where the most is just what there is', async () => {
    const service = await standIn(three)
    const result = await run(inputsTo(`${service.origin}/orders`, { mostItems: 4, mostPages: 3 }, { query }))
    expect(result).toMatchObject({ outputs: { stoppedBy: 'end' }, warnings: [] })
  })

  it('a page that was asked for before', async () => {
    const service = await standIn(pagesOf({ '/1': { a: [1], next: '/2' }, '/2': { a: [2], next: '/1' } }))
    const result = await run(inputsTo(`${service.origin}/1`, {}))
    expect(result).toMatchObject({ outputs: { items: [1, 2], stoppedBy: 'repeated' } })
    expect(result.warnings).toHaveLength(1)
  })

  it('items that do not fit into a step', async () => {
    const service = await standIn((response, request) => {
      const number = Number(request.url.slice(1))
      return json({ items: ['x'.repeat(3_000_000)], next: `/${number + 1}` })(response, request)
    })
    const result = await run(inputsTo(`${service.origin}/1`, {}))
    expect(result).toMatchObject({ exit: 'success', outputs: { stoppedBy: 'size', pages: 2 } })
    expect(result.outputs?.items).toHaveLength(2)
  })
})

describe('a page that fails', () => {
  const second = (reply: Reply) =>
    standIn((response, request) =>
      request.url === '/1' ? json({ a: [1], next: '/2' })(response, request) : reply(response, request),
    )

  it('takes On Failure with what was gathered before', async () => {
    const service = await second(json({ why: 'no' }, 403))
    expect(await run(inputsTo(`${service.origin}/1`, {}))).toMatchObject({
      exit: 'failure',
      error: { code: 'HTTP_STATUS', message: 'Page 2: The service answered 403 Forbidden' },
      outputs: { items: [1], pages: 1, stoppedBy: 'failure', statusCode: 403, responseBody: { why: 'no' } },
    })
  })

  it.each([
    ['holds no data', text('Sorry'), 'RESPONSE_NOT_READABLE'],
    ['is too large', text('x'.repeat(5 * 1024 * 1024 + 1)), 'RESPONSE_TOO_LARGE'],
    ['names a next one that is none', json({ a: [2], next: { href: '/3' } }), 'INVALID_VALUE'],
    ['names one inside the network', json({ a: [2], next: 'http://10.0.0.1/' }), 'EGRESS_REFUSED'],
    ['names one that is no web address', json({ a: [2], next: 'ftp://a.example/' }), 'INVALID_URL'],
  ] as const)('because it %s', async (_what, reply, code) => {
    const service = await second(reply)
    const result = await run(inputsTo(`${service.origin}/1`, {}))
    expect(result).toMatchObject({ exit: 'failure', error: { code }, outputs: { stoppedBy: 'failure' } })
    expect(result.outputs?.items).toContain(1)
  })

  it('is tried again by itself, as the settings of the action say, and the step not once more', async () => {
    let failures = 2
    const service = await second((response, request) => {
      failures -= 1
      return json(failures < 0 ? { a: [2] } : {}, failures < 0 ? 200 : 503)(response, request)
    })
    const context = { ...stepContext(), retry: { attempts: 3, backoffSeconds: 0 } }
    expect(await run(inputsTo(`${service.origin}/1`, {}), context)).toMatchObject({ outputs: { items: [1, 2] } })
    expect(service.requests.map(({ url }) => url)).toEqual(['/1', '/2', '/2', '/2'])
    service.replyWith(json({}, 503))
    const result = await run(inputsTo(`${service.origin}/1`, {}), context)
    expect(result).toMatchObject({ exit: 'failure', retryAdvice: { isFinal: true } })
    expect(service.requests).toHaveLength(7)
  })

  it('is left to the engine where the pause is long', async () => {
    const service = await second((response) => void response.writeHead(503, { 'retry-after': '90' }).end())
    const context = { ...stepContext(), retry: { attempts: 3, backoffSeconds: 0 } }
    const result = await run(inputsTo(`${service.origin}/1`, {}), context)
    expect(result.retryAdvice).toEqual({ outcome: 'busy', isSure: true, afterMs: 90_000 })
  })

  it('is no failure of a run that is cancelled: the reason comes through', async () => {
    const service = await second(() => undefined)
    const cancel = new AbortController()
    const call = run(inputsTo(`${service.origin}/1`, {}), stepContext({ signal: cancel.signal }))
    await service.arrived(2)
    const reason = new AppError('CANCELLED', 'By Maya.')
    cancel.abort(reason)
    await expect(call).rejects.toBe(reason)
  })
})

describe('credentials', () => {
  const secret = {
    auth: { type: 'basic', username: 'u', password: 'p' },
    headers: [
      { key: 'X-Api-Key', value: 'k' },
      { key: 'X-Own', value: 'o', secret: true },
      { key: 'X-Open', value: 'open' },
    ],
  } as const

  it('go along to the pages of the same origin', async () => {
    const service = await standIn(three)
    await run(inputsTo(`${service.origin}/orders`, {}, { query, ...secret }))
    for (const { headers } of service.requests) {
      expect(headers).toMatchObject({ authorization: 'Basic dTpw', 'x-api-key': 'k', 'x-own': 'o' })
    }
  })

  it('stay at home when a page is elsewhere, also an OAuth token', async () => {
    const other = await standIn(json({ a: [2] }))
    const home = await standIn((response, request) =>
      (request.url === '/token'
        ? json({ access_token: 't', token_type: 'bearer', expires_in: 3600 })
        : json({ a: [1], next: `${other.origin}/2` }))(response, request),
    )
    const oauth = {
      type: 'oauth2',
      tokenUrl: `${home.origin}/token`,
      clientId: 'c',
      clientSecret: 's',
      scope: '',
    } as const
    for (const auth of [secret.auth, oauth]) {
      const result = await run(inputsTo(`${home.origin}/1`, {}, { ...secret, auth }))
      expect(result.outputs).toMatchObject({ items: [1, 2] })
      const { headers } = other.requests.at(-1) ?? {}
      expect(headers).toMatchObject({ 'x-open': 'open' })
      for (const name of ['authorization', 'x-api-key', 'x-own']) expect(headers).not.toHaveProperty(name)
    }
  })

  it('are not renewed for a page elsewhere that refuses it', async () => {
    const other = await standIn(json({}, 401))
    const home = await standIn((response, request) =>
      (request.url === '/token'
        ? json({ access_token: `t${home.requests.length}`, token_type: 'bearer', expires_in: 3600 })
        : json({ a: [1], next: `${other.origin}/2` }))(response, request),
    )
    const auth = {
      type: 'oauth2',
      tokenUrl: `${home.origin}/token`,
      clientId: 'c',
      clientSecret: 's',
      scope: '',
    } as const
    const result = await run(inputsTo(`${home.origin}/1`, {}, { auth }))
    expect(result).toMatchObject({ exit: 'failure', outputs: { items: [1], statusCode: 401 } })
    expect(home.requests.map(({ url }) => url)).toEqual(['/token', '/1'])
    expect(other.requests).toHaveLength(1)
  })

  it('and bodies: a POST asks for no page elsewhere', async () => {
    const other = await standIn(json({ a: [2] }))
    const home = await standIn(json({ a: [1], next: `${other.origin}/2` }))
    const result = await run(inputsTo(`${home.origin}/1`, {}, { method: 'POST' }))
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'INVALID_URL' }, outputs: { items: [1] } })
    expect(other.requests).toEqual([])
  })
})

it('sends another Idempotency-Key with each page', async () => {
  const service = await standIn(three)
  const context = stepContext()
  await run(inputsTo(`${service.origin}/orders`, {}, { query, method: 'POST', idempotencyKey: true }), context)
  const keys = service.requests.map(({ headers }) => headers['idempotency-key'])
  const key = context.idempotencyKey
  expect(keys).toEqual([key, `${key}.2`, `${key}.3`])
})

it('are not gathered from texts and files: the deploy stops', () => {
  const problemsOf = (readReplyAs: WebCallInputs['readReplyAs']) =>
    externalWebCallAction.problems?.(
      inputsTo('https://a.example', {}, readReplyAs === undefined ? {} : { readReplyAs }),
    )
  expect([problemsOf('file'), problemsOf('text')].flat()).toEqual([
    { path: 'readReplyAs', message: expect.any(String) },
    { path: 'readReplyAs', message: expect.any(String) },
  ])
  expect([problemsOf('xml'), problemsOf(undefined)]).toEqual([[], []])
})
