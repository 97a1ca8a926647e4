import { describe, expect, it } from 'vitest'
import { get, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json } from '../../../test/helpers/stand-in.ts'
import type { ResolveAll } from './guard.ts'

const toLoopback: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])

/** Follows the steps: each path answers with a redirect to the next and the cookies given. */
async function walk(
  steps: readonly (readonly [url: string, cookies: readonly string[]])[],
  headers: readonly (readonly [string, string])[] = [],
) {
  const service = await standIn((response, request) => {
    const at = Number(/\d+/.exec(request.url)?.[0] ?? 0)
    const next = steps[at + 1]
    const lines = (steps[at]?.[1] ?? []).flatMap((cookie) => ['Set-Cookie', cookie])
    if (next === undefined) return json({})(response, request)
    response.writeHead(302, [...lines, 'Location', next[0].replace('PORT', port)]).end()
  })
  const port = new URL(service.origin).port
  const web = webClient(['127.0.0.1'], toLoopback)
  await web.request(get((steps[0]?.[0] ?? '').replace('PORT', port), { headers }))
  await web.request(get(`http://127.0.0.1:${port}/9`))
  return service.requests.map((request) => request.headers.cookie)
}

describe('cookies of one call', () => {
  it('set by a redirect go along to the same host, and into no other call', async () => {
    const sent = await walk([
      ['http://a.example:PORT/0', ['session=1; Path=/; HttpOnly', 'theme="dark"']],
      ['http://a.example:PORT/1', ['session=2; Path=/']],
      ['http://a.example:PORT/2', []],
    ])
    expect(sent).toEqual([undefined, 'session=1; theme="dark"', 'session=2; theme="dark"', undefined])
  })

  it.each([
    ['another host', 'http://b.example:PORT/1', 'c=1', undefined],
    ['a host below, for which the cookie is not', 'http://x.a.example:PORT/1', 'c=1', undefined],
    ['a host below, for which the cookie is', 'http://x.a.example:PORT/1', 'c=1; Domain=a.example', 'c=1'],
    [
      'a host beside it, with a cookie for all of a public suffix',
      'http://b.co.uk:PORT/1',
      'c=1; Domain=co.uk',
      undefined,
    ],
    ['a cookie for a foreign host', 'http://b.example:PORT/1', 'c=1; Domain=b.example', undefined],
    ['another path', 'http://a.example:PORT/1', 'c=1; Path=/deep', undefined],
    ['a cookie that is over', 'http://a.example:PORT/1', 'c=1; Max-Age=0', undefined],
    ['a cookie for https only', 'http://a.example:PORT/1', 'c=1; Secure', undefined],
    ['a line that is no cookie', 'http://a.example:PORT/1', ';;;', undefined],
  ])('obey the rules of hosts and paths: %s', async (_what, next, cookie, expected) => {
    const start = next.includes('co.uk') ? 'http://a.co.uk:PORT/0' : 'http://a.example:PORT/0'
    const sent = await walk([
      [start, [cookie]],
      [next, []],
    ])
    expect(sent[1]).toBe(expected)
  })

  it('are added to those that the flow sets, whose older values they replace', async () => {
    const sent = await walk(
      [
        ['http://a.example:PORT/0', ['b=new']],
        ['http://a.example:PORT/1', []],
        ['http://b.example:PORT/2', []],
      ],
      [['Cookie', 'a=1; b=old']],
    )
    expect(sent).toEqual(['a=1; b=old', 'a=1; b=new', undefined, undefined])
  })
})

describe('a Location', () => {
  it('with bytes beyond ASCII is read as UTF-8', async () => {
    const service = await standIn((response, request) => {
      if (request.url !== '/') return json({})(response, request)
      response.writeHead(302, { location: Buffer.from('/café ü?q=é').toString('latin1') }).end()
    })
    await webClient().request(get(service.origin))
    expect(service.requests[1]?.url).toBe('/caf%C3%A9%20%C3%BC?q=%C3%A9')
  })

  it.each([
    ['//HOST/x//y/', '/x//y/'],
    ['?page=2', '/a/b?page=2'],
    ['../c/./d', '/c/d'],
    ['%68i%2Fx', '/a/%68i%2Fx'],
    ['/Case/', '/Case/'],
  ])('%j is followed as browsers do', async (location, expected) => {
    const service = await standIn((response, request) => {
      if (request.url !== '/a/b') return json({})(response, request)
      const isFirst = service.requests.length === 1
      if (!isFirst) return json({})(response, request)
      response.writeHead(302, { location: location.replace('HOST', new URL(service.origin).host) }).end()
    })
    await webClient().request(get(`${service.origin}/a/b`))
    expect(service.requests[1]?.url).toBe(expected)
  })
})

describe('header values of a reply', () => {
  it('are text, also beyond ASCII', async () => {
    const service = await standIn((response) => {
      response.writeHead(200, ['X-Name', Buffer.from('Zoë 😀').toString('latin1'), 'X-Old', 'Zo\u00eb']).end('{}')
    })
    const { headers } = await webClient().request(get(service.origin))
    expect(headers).toEqual(
      expect.arrayContaining([
        ['x-name', 'Zoë 😀'],
        ['x-old', 'Zoë'],
      ]),
    )
  })
})

describe('an address', () => {
  it.each(['/a//b/', '/a%68', '/A/b', '/a?x=1&x=2&=&y', '/a;p=1/b'])('is called as it is written: %s', async (path) => {
    const service = await standIn(json({}))
    await webClient().request(get(`${service.origin}${path}`))
    expect(service.requests[0]?.url).toBe(path)
  })
})
