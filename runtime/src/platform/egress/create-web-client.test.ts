import { once } from 'node:events'
import { createServer as createTcpServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { AppError } from '@patchbay/shared/errors'
import { headerBytes } from '@patchbay/shared/expressions'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, get, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { hang, json } from '../../../test/helpers/stand-in.ts'
import type { ResolveAll } from './guard.ts'

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
  onTestFinished(() => void server.close())
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
    const reply = await webClient().request({
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
    await webClient().request(get(service.origin, { headers: [['X-Name', headerBytes('Zoë 😀')]] }))
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
    await webClient().request(get(service.origin, { method: 'PUT', headers, body: '12345' }))
    expect(service.requests[0]?.headers).toMatchObject({ 'content-length': '5', 'user-agent': 'mine' })
    expect(service.requests[0]?.body).toBe('12345')
  })

  it('refuses a header value with a line break', async () => {
    const service = await standIn(json({}))
    const call = webClient().request(get(service.origin, { headers: [['X-A', 'a\r\nX-B: b']] }))
    expect((await failureOf(call)).code).toBe('INVALID_VALUE')
    expect(service.requests).toHaveLength(0)
  })

  it('keeps connections open for the calls that follow', async () => {
    const service = await standIn(json({}))
    const web = webClient()
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
    expect((await failureOf(webClient().request(get(url)))).code).toBe('INVALID_URL')
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
    expect((await webClient().request(get(service.origin))).text).toBe('{"a":"é"}')
  })

  it('stops a small reply that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    })
    const failure = await failureOf(webClient().request(get(service.origin)))
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
    const web = webClient()
    expect((await failureOf(web.request(get(service.origin, { maxBytes: 1_999 })))).code).toBe('RESPONSE_TOO_LARGE')
    expect((await web.request(get(service.origin, { maxBytes: 2_000 }))).bytes).toBe(2_000)
  })

  it('says so when a packed reply is damaged', async () => {
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not packed')
    })
    expect((await failureOf(webClient().request(get(service.origin)))).code).toBe('RESPONSE_NOT_READABLE')
  })

  it.each(['UTF-8', 'aws-chunked', 'none', 'lzma'])(
    'reads a reply whose coding %s nobody knows as it is',
    async (coding) => {
      const service = await standIn((response) => {
        response.writeHead(200, { 'content-encoding': coding }).end('as it is')
      })
      expect((await webClient().request(get(service.origin))).text).toBe('as it is')
    },
  )

  it('reads a Content-Encoding that comes in two lines', async () => {
    const service = await standIn((response) => {
      response.writeHead(200, ['Content-Encoding', 'identity', 'Content-Encoding', 'gzip']).end(gzipSync('{"id":7}'))
    })
    expect((await webClient().request(get(service.origin))).text).toBe('{"id":7}')
  })

  it.each([
    ['text/plain; charset=iso-8859-1', Buffer.from('Zo\u00eb', 'latin1'), 'Zoë'],
    ['text/plain; charset="UTF-16LE"', Buffer.from('Zoë', 'utf16le'), 'Zoë'],
    ['text/plain; charset=nonsense', Buffer.from('Zoë'), 'Zoë'],
    ['application/json', Buffer.from('\ufeff{}'), '{}'],
    ['text/xml', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00eb</a>', 'latin1'), '<a>ë</a>'],
    ['text/plain', Buffer.from('<?xml version="1.0" encoding="windows-1252"?><a>\u00eb</a>', 'latin1'), '<a>ë</a>'],
    ["text/plain; charset='iso-8859-1'", Buffer.from('Zo\u00eb', 'latin1'), 'Zoë'],
    ['text/plain', Buffer.from([0xff, 0xfe, 0x41, 0]), 'A'],
    ['text/plain', Buffer.from([0xc3]), '\ufffd'],
  ])('decodes %s', async (contentType, bytes, text) => {
    const service = await standIn((response) => {
      response.writeHead(200, { 'content-type': contentType }).end(bytes)
    })
    expect((await webClient().request(get(service.origin))).text).toContain(text)
  })
})

describe('when the service fails', () => {
  it('ends a call that gets no reply', async () => {
    const service = await standIn(hang)
    const failure = await failureOf(webClient().request(get(service.origin, { timeoutMs: 100 })))
    expect(failure).toMatchObject({ code: 'TIMEOUT', message: 'No reply in 0.1 seconds' })
  })

  it('ends a reply that drips', async () => {
    const service = await standIn((response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(drip))
    })
    expect((await failureOf(webClient().request(get(service.origin, { timeoutMs: 150 })))).code).toBe('TIMEOUT')
  })

  it('counts redirects into the time', async () => {
    const service = await standIn((response, { url }) => {
      if (url === '/') response.writeHead(302, { location: '/slow' }).end()
    })
    expect((await failureOf(webClient().request(get(service.origin, { timeoutMs: 100 })))).code).toBe('TIMEOUT')
    expect(service.requests).toHaveLength(2)
  })

  it('ends with the reason of the caller when the caller gives up', async () => {
    const service = await standIn(hang)
    const cancel = new AbortController()
    const call = webClient().request(get(service.origin, { signal: cancel.signal }))
    cancel.abort(new AppError('CANCELLED', 'By Maya.'))
    expect(await failureOf(call)).toMatchObject({ code: 'CANCELLED', message: 'By Maya.' })
    const late = webClient().request(get(service.origin, { signal: AbortSignal.abort() }))
    expect((await failureOf(late)).code).toBe('CANCELLED')
  })

  it('calls a refused connection by its name', async () => {
    const service = await standIn(hang)
    await service.close()
    const failure = await failureOf(webClient().request(get(service.origin)))
    expect(failure.code).toBe('CONNECTION_FAILED')
    expect(failure.message).toBe(`127.0.0.1:${new URL(service.origin).port} refused the connection.`)
  })

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('calls %s an unknown host', async (code) => {
    const resolve: ResolveAll = (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo'), { code }), [])
    const failure = await failureOf(webClient([], resolve).request(get('http://no-such.example/')))
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
    expect((await failureOf(webClient().request(get(url)))).code).toBe('CONNECTION_FAILED')
  })

  it('does not wait for the body of a 205, which has none', async () => {
    const url = await rawServer((write) => write('HTTP/1.1 205 Reset Content\r\n\r\n'))
    expect(await webClient().request(get(url))).toMatchObject({ statusCode: 205, text: '' })
  })

  it('reads no more than the length a reply announces', async () => {
    const url = await rawServer((write, end) => {
      write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}garbage')
      end()
    })
    expect((await webClient().request(get(url))).text).toBe('{}')
  })

  it('calls a service that speaks no TLS failed', async () => {
    const service = await standIn(json({}))
    expect((await failureOf(webClient().request(get(`https://127.0.0.1:${new URL(service.origin).port}/`)))).code).toBe(
      'CONNECTION_FAILED',
    )
  })
})
