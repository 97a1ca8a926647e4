import { once } from 'node:events'
import { createServer as createTcpServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { AppError } from '@patchbay/shared/errors'
import { headerBytes } from '@patchbay/shared/expressions'
import { afterEach, describe, expect, it } from 'vitest'
import { hang, json, type Reply, type StandIn, startStandIn } from '../../test/helpers/stand-in.ts'
import { createWebClient } from './create-web-client.ts'
import type { ResolveAll } from './guard.ts'
import type { WebRequest } from './web-client.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function standIn(answer: Reply): Promise<StandIn> {
  const service = await startStandIn(answer)
  cleanUps.push(() => service.close())
  return service
}

function portOf(service: StandIn): string {
  return new URL(service.origin).port
}

function client(allow: readonly string[] = ['127.0.0.1'], resolve?: ResolveAll) {
  const web = createWebClient({ allow, ...(resolve === undefined ? {} : { resolve }) })
  cleanUps.push(() => web.close())
  return web
}

function get(url: string, more: Partial<WebRequest> = {}): WebRequest {
  return { method: 'GET', url, headers: [], timeoutMs: 5_000, ...more }
}

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  try {
    await call
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('The call did not fail.')
}

/** A server that speaks bytes, for replies no HTTP library would send. */
async function rawServer(reply: (write: (text: string) => void, end: () => void) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      reply(
        (text) => socket.write(text),
        () => socket.destroySoon(),
      ),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(async () => server.close())
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
}

describe('requests', () => {
  it('sends method, headers and body and answers status, headers and text', async () => {
    const service = await standIn((response) => {
      response
        .writeHead(
          201,
          'Made',
          [
            ['X-One', 'a'],
            ['Set-Cookie', 'p=1'],
            ['Set-Cookie', 'q=2'],
          ].flat(),
        )
        .end('done é')
    })
    const reply = await client().request({
      method: 'POST',
      url: `${service.origin}/orders?x=1#part`,
      headers: [['X-Key', 'v']],
      body: '{"a":"é😀"}',
      timeoutMs: 5_000,
    })
    expect(reply).toMatchObject({ statusCode: 201, statusText: 'Made', text: 'done é', bytes: 7 })
    expect(reply.headers).toEqual(
      expect.arrayContaining([
        ['x-one', 'a'],
        ['set-cookie', 'p=1'],
        ['set-cookie', 'q=2'],
      ]),
    )
    expect(service.requests[0]).toMatchObject({ method: 'POST', url: '/orders?x=1', body: '{"a":"é😀"}' })
    expect(service.requests[0]?.headers).toMatchObject({
      'x-key': 'v',
      'content-length': '14',
      'user-agent': 'patchbay',
    })
  })

  it('sends the UTF-8 bytes of a header value as they are', async () => {
    const service = await standIn(json({}))
    await client().request(get(service.origin, { headers: [['X-Name', headerBytes('Zoë 😀')]] }))
    const raw = service.requests[0]?.rawHeaders ?? []
    expect(Buffer.from(raw[raw.indexOf('X-Name') + 1] ?? '', 'latin1').toString('utf8')).toBe('Zoë 😀')
  })

  it('keeps framing to itself, whatever headers a flow sets', async () => {
    const service = await standIn(json({}))
    const headers = [
      ['Content-Length', '3'],
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'upgrade'],
      ['Expect', '100-continue'],
      ['User-Agent', 'mine'],
    ] as const
    await client().request(get(service.origin, { method: 'PUT', headers, body: '12345' }))
    expect(service.requests[0]?.headers).toMatchObject({ 'content-length': '5', 'user-agent': 'mine' })
    expect(service.requests[0]?.body).toBe('12345')
  })

  it('refuses a header value with a line break', async () => {
    const service = await standIn(json({}))
    const call = client().request(get(service.origin, { headers: [['X-A', 'a\r\nX-B: b']] }))
    expect((await failureOf(call)).code).toBe('INVALID_VALUE')
    expect(service.requests).toHaveLength(0)
  })

  it('keeps connections open for the calls that follow', async () => {
    const service = await standIn(json({}))
    const web = client()
    for (let call = 0; call < 20; call += 1) await web.request(get(service.origin))
    // A second one is opened when a call begins before the last byte of the one before was accounted for.
    expect(service.connections).toBeLessThanOrEqual(2)
  })

  it.each([
    'ftp://example.com/',
    'file:///etc/passwd',
    'example.com/x',
    '',
    '  ',
    'http://',
    'http://user:pass@127.0.0.1/',
    'javascript:1',
  ])('refuses the URL %j', async (url) => {
    expect((await failureOf(client().request(get(url)))).code).toBe('INVALID_URL')
  })
})

describe('the guard', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'https://127.0.0.1/',
    'http://localhost/',
    'http://１２７.０.０.１/',
  ])('refuses %s', async (url) => {
    const failure = await failureOf(client([]).request(get(url)))
    expect(failure.code).toBe('EGRESS_REFUSED')
    expect(failure.extra.help).toContain('PATCHBAY_EGRESS_ALLOW=')
  })

  it('refuses a name that leads to a private address, and names both', async () => {
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '10.0.0.5', family: 4 }])
    const failure = await failureOf(client([], resolve).request(get('http://crm.example/')))
    expect(failure.message).toBe('crm.example (10.0.0.5) is not on the public internet: the address is private.')
    expect(failure.extra.help).toContain('PATCHBAY_EGRESS_ALLOW=crm.example')
  })

  it.each([
    ['::ffff:127.0.0.1', 6],
    ['64:ff9b::7f00:1', 6],
    ['::1', 6],
    ['0.0.0.0', 4],
  ])('refuses a name that leads to %s', async (address, family) => {
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address, family }])
    expect((await failureOf(client([], resolve).request(get('http://crm.example/')))).code).toBe('EGRESS_REFUSED')
  })

  it('calls a listed name although its address is private, and no other name', async () => {
    const service = await standIn(json({ ok: true }))
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const web = client([`crm.internal:${portOf(service)}`], resolve)
    expect((await web.request(get(`http://crm.internal:${portOf(service)}/`))).statusCode).toBe(200)
    expect((await failureOf(web.request(get(`http://other.internal:${portOf(service)}/`)))).code).toBe('EGRESS_REFUSED')
    expect((await failureOf(web.request(get('http://crm.internal:1/')))).code).toBe('EGRESS_REFUSED')
  })

  it('calls a listed address and port under any name, and no other port', async () => {
    const service = await standIn(json({ ok: true }))
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const web = client([`127.0.0.1:${portOf(service)}`], resolve)
    expect((await web.request(get(`${service.origin}/`))).statusCode).toBe(200)
    expect((await web.request(get(`http://any.example:${portOf(service)}/`))).statusCode).toBe(200)
    expect((await failureOf(web.request(get('http://127.0.0.1:1/')))).code).toBe('EGRESS_REFUSED')
  })

  it('connects to the address it checked: a name that changes its answer is looked up once', async () => {
    const service = await standIn(json({}))
    let lookups = 0
    const resolve: ResolveAll = (_host, _options, callback) => {
      lookups += 1
      // First an address that is open, then one that is not.
      callback(null, [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
    }
    const web = client(['127.0.0.1'], resolve)
    const url = `http://rebind.example:${portOf(service)}/`
    expect((await web.request(get(url))).statusCode).toBe(200)
    expect(lookups).toBe(1)
    await service.close()
    expect((await failureOf(web.request(get(url)))).code).toMatch(/EGRESS_REFUSED|CONNECTION_FAILED/)
    expect((await failureOf(web.request(get(url)))).code).toBe('EGRESS_REFUSED')
  })

  it('leaves the forbidden ones out when a name has several addresses', async () => {
    const service = await standIn(json({}))
    const resolve: ResolveAll = (_host, _options, callback) =>
      callback(null, [
        { address: '10.255.255.1', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])
    const web = client(['127.0.0.1'], resolve)
    expect((await web.request(get(`http://two.example:${portOf(service)}/`))).statusCode).toBe(200)
  })
})

describe('redirects', () => {
  function moving(status: number, location: (origin: string) => string): Reply {
    return (response, { url, headers }) => {
      if (url === '/end') response.end('{}')
      else response.writeHead(status, { location: location(`http://${headers.host}`) }).end('moved')
    }
  }

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [301, 'PUT', 'PUT'],
    [302, 'DELETE', 'DELETE'],
    [307, 'POST', 'POST'],
    [308, 'PATCH', 'PATCH'],
  ])('follows %i of a %s with %s', async (status, method, expected) => {
    const service = await standIn(moving(status, () => '/end'))
    const headers = [
      ['Content-Type', 'text/plain'],
      ['X-Key', 'k'],
    ] as const
    await client().request(get(service.origin, { method, headers, body: 'body' }))
    const [, second] = service.requests
    const keeps = method === expected
    expect(second).toMatchObject({ method: expected, url: '/end', body: keeps ? 'body' : '' })
    expect(second?.headers['content-type']).toBe(keeps ? 'text/plain' : undefined)
    expect(second?.headers['x-key']).toBe('k')
  })

  it('leaves credentials and secret headers behind when the origin changes', async () => {
    const other = await standIn(json({}))
    const service = await standIn(moving(302, () => `${other.origin}/end`))
    const headers = [
      ['Authorization', 'Bearer x'],
      ['Cookie', 'a=b'],
      ['X-Api-Key', 'k'],
      ['X-Marked', 'm'],
      ['X-Plain', 'p'],
    ] as const
    await client().request(get(service.origin, { headers, secretHeaders: ['x-marked'] }))
    const {
      authorization,
      cookie,
      'x-api-key': key,
      'x-marked': marked,
      'x-plain': plain,
    } = other.requests[0]?.headers ?? {}
    expect([authorization, cookie, key, marked, plain]).toEqual([undefined, undefined, undefined, undefined, 'p'])
    expect(service.requests[0]?.headers.authorization).toBe('Bearer x')
  })

  it('checks every address on the way', async () => {
    const service = await standIn(moving(302, () => 'http://169.254.169.254/latest/meta-data/'))
    expect((await failureOf(client().request(get(service.origin)))).code).toBe('EGRESS_REFUSED')
  })

  it.each(['ftp://127.0.0.1/', 'http://user:pass@127.0.0.1/', 'file:///etc/passwd'])(
    'does not follow to %s',
    async (location) => {
      const service = await standIn(moving(302, () => location))
      expect((await failureOf(client().request(get(service.origin)))).code).toBe('INVALID_URL')
    },
  )

  it('gives up after five', async () => {
    const service = await standIn(moving(302, () => '/again'))
    expect((await failureOf(client().request(get(service.origin)))).code).toBe('TOO_MANY_REDIRECTS')
    expect(service.requests).toHaveLength(6)
  })

  it('answers a redirect as it is when asked to, and one without a place to go to', async () => {
    const service = await standIn(moving(302, () => '/end'))
    expect((await client().request(get(service.origin, { followRedirects: false }))).statusCode).toBe(302)
    const nowhere = await standIn((response) => void response.writeHead(302).end())
    expect((await client().request(get(nowhere.origin))).statusCode).toBe(302)
  })
})

describe('replies', () => {
  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (bytes: Buffer) => bytes],
    ['gzip, br', (bytes: Buffer) => brotliCompressSync(gzipSync(bytes))],
  ])('unpacks %s', async (coding, pack) => {
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(pack(Buffer.from('{"a":"é"}')))
    })
    expect((await client().request(get(service.origin))).text).toBe('{"a":"é"}')
  })

  it('stops a small reply that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const failure = await failureOf(client().request(get(service.origin)))
    expect(failure).toMatchObject({ code: 'RESPONSE_TOO_LARGE', extra: { statusCode: 200 } })
  })

  it.each([
    ['with a length', true],
    ['in chunks', false],
  ])('refuses a reply over the limit that is sent %s', async (_how, hasLength) => {
    const service = await standIn((response) => {
      const body = 'x'.repeat(2_000)
      response.writeHead(200, hasLength ? { 'content-length': body.length } : {}).write(body)
      response.end()
    })
    const web = client()
    expect((await failureOf(web.request(get(service.origin, { maxBytes: 1_999 })))).code).toBe('RESPONSE_TOO_LARGE')
    expect((await web.request(get(service.origin, { maxBytes: 2_000 }))).bytes).toBe(2_000)
  })

  it('says so when a packed reply is damaged or packed in an unknown way', async () => {
    const service = await standIn((response, { url }) => {
      response.writeHead(200, { 'content-encoding': url === '/lzma' ? 'lzma' : 'gzip' }).end('not packed')
    })
    const web = client()
    expect((await failureOf(web.request(get(service.origin)))).code).toBe('RESPONSE_NOT_READABLE')
    expect((await failureOf(web.request(get(`${service.origin}/lzma`)))).message).toContain('"lzma"')
  })

  it.each([
    ['text/plain; charset=iso-8859-1', Buffer.from('Zo\u00eb', 'latin1'), 'Zoë'],
    ['text/plain; charset="UTF-16LE"', Buffer.from('Zoë', 'utf16le'), 'Zoë'],
    ['text/plain; charset=nonsense', Buffer.from('Zoë'), 'Zoë'],
    ['application/json', Buffer.from('\ufeff{}'), '{}'],
    ['text/xml', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00eb</a>', 'latin1'), '<a>ë</a>'],
    ['text/plain', Buffer.from([0xff, 0xfe, 0x41, 0]), 'A'],
    ['text/plain', Buffer.from([0xc3]), '\ufffd'],
  ])('decodes %s', async (contentType, bytes, text) => {
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-type': contentType }).end(bytes)
    })
    expect((await client().request(get(service.origin))).text).toContain(text)
  })
})

describe('when the service fails', () => {
  it('ends a call that gets no reply', async () => {
    const service = await standIn(hang)
    const failure = await failureOf(client().request(get(service.origin, { timeoutMs: 100 })))
    expect(failure).toMatchObject({ code: 'TIMEOUT', message: 'No reply in 0.1 seconds' })
  })

  it('ends a reply that drips', async () => {
    const service = await standIn((response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(drip))
    })
    expect((await failureOf(client().request(get(service.origin, { timeoutMs: 150 })))).code).toBe('TIMEOUT')
  })

  it('counts redirects into the time', async () => {
    const service = await standIn((response, { url }) => {
      if (url === '/') response.writeHead(302, { location: '/slow' }).end()
    })
    expect((await failureOf(client().request(get(service.origin, { timeoutMs: 100 })))).code).toBe('TIMEOUT')
    expect(service.requests).toHaveLength(2)
  })

  it('ends with the reason of the caller when the caller gives up', async () => {
    const service = await standIn(hang)
    const cancel = new AbortController()
    const call = client().request(get(service.origin, { signal: cancel.signal }))
    cancel.abort(new AppError('CANCELLED', 'By Maya.'))
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED', message: 'By Maya.' })
    const late = client().request(get(service.origin, { signal: AbortSignal.abort() }))
    expect((await failureOf(late)).code).toBe('CANCELLED')
  })

  it('calls a refused connection by its name', async () => {
    const service = await standIn(hang)
    await service.close()
    const failure = await failureOf(client().request(get(service.origin)))
    expect(failure.code).toBe('CONNECTION_FAILED')
    expect(failure.message).toBe(`127.0.0.1:${portOf(service)} refused the connection.`)
  })

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('calls %s an unknown host', async (code) => {
    const resolve: ResolveAll = (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo'), { code }), [])
    const failure = await failureOf(client([], resolve).request(get('http://no-such.example/')))
    expect(failure).toMatchObject({ code: 'HOST_NOT_FOUND', message: 'The host no-such.example is not known.' })
  })

  it.each([
    ['before a reply', (_write: (text: string) => void, end: () => void) => end()],
    [
      'in the middle of the body',
      (write: (text: string) => void, end: () => void) => {
        write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":')
        end()
      },
    ],
    [
      'in the middle of a chunk',
      (write: (text: string) => void, end: () => void) => {
        write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{"a":')
        end()
      },
    ],
    [
      'after bytes that are not HTTP',
      (write: (text: string) => void, end: () => void) => {
        write('SSH-2.0-OpenSSH_9.9\r\n')
        end()
      },
    ],
  ])('calls a connection that is closed %s failed', async (_when, reply) => {
    const url = await rawServer(reply)
    expect((await failureOf(client().request(get(url)))).code).toBe('CONNECTION_FAILED')
  })

  it('reads no more than the length a reply announces', async () => {
    const url = await rawServer((write, end) => {
      write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}garbage')
      end()
    })
    expect((await client().request(get(url))).text).toBe('{}')
  })

  it('calls a service that speaks no TLS failed', async () => {
    const service = await standIn(json({}))
    expect((await failureOf(client().request(get(`https://127.0.0.1:${portOf(service)}/`)))).code).toBe(
      'CONNECTION_FAILED',
    )
  })
})
