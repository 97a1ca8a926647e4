import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { byteServer, givesUpAfterOne, jsonBytes, turns } from '../../../test/helpers/byte-server.ts'
import { failureOf, get, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json } from '../../../test/helpers/stand-in.ts'

const post = (url: string, isRepeatable?: boolean) =>
  get(url, { method: 'POST', body: '{}', ...(isRepeatable === undefined ? {} : { isRepeatable }) })

describe('a kept connection that the service has given up', () => {
  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])(
    'costs no %s: it is sent once more on a new connection',
    async (method) => {
      const service = await givesUpAfterOne()
      const web = webClient()
      for (let call = 0; call < 4; call += 1) {
        expect((await web.request(get(service.origin, { method }))).text).toBe('{"id":7}')
      }
    },
  )

  it('costs no POST that the service takes once for each key', async () => {
    const service = await givesUpAfterOne()
    const web = webClient()
    for (let call = 0; call < 4; call += 1) {
      expect((await web.request(post(service.origin, true))).text).toBe('{"id":7}')
      await turns()
    }
    expect(service.requests.length).toBeGreaterThan(4)
  })

  it('costs no request when the connection is reset instead of closed', async () => {
    const service = await byteServer((_request, socket, count) =>
      count === 1 ? socket.write(jsonBytes()) : socket.resetAndDestroy(),
    )
    const web = webClient()
    for (let call = 0; call < 4; call += 1) {
      expect((await web.request(get(service.origin))).statusCode).toBe(200)
      await turns()
    }
    expect(service.requests.length).toBeGreaterThan(4)
  })

  it('costs no step of a redirect', async () => {
    const service = await byteServer((request, socket, count) => {
      const isFirst = request.startsWith('GET / ')
      if (count > 1) socket.destroy()
      else socket.write(isFirst ? 'HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n' : jsonBytes())
    })
    const web = webClient()
    await web.request(get(service.origin))
    await turns()
    expect((await web.request(get(service.origin))).text).toBe('{"id":7}')
  })

  it('is not tried a third time', async () => {
    let connections = 0
    const service = await byteServer((_request, socket, count) => {
      if (count === 1) connections += 1
      if (count === 1 && connections === 1) socket.write(jsonBytes())
      else socket.destroy()
    })
    const web = webClient()
    await web.request(get(service.origin))
    await turns()
    expect((await failureOf(web.request(get(service.origin)))).code).toBe('CONNECTION_FAILED')
    expect(service.requests).toHaveLength(3)
  })

  it('does not count as never sent when no new connection comes about', async () => {
    const service = await byteServer((_request, socket, count) => {
      if (count === 1) return void socket.write(jsonBytes())
      service.stop()
      socket.destroy()
    })
    const web = webClient()
    await web.request(get(service.origin))
    await turns()
    const failure = await failureOf(web.request(get(service.origin)))
    expect(failure.code).toBe('CONNECTION_FAILED')
    expect(failure.extra.notSent).toBeUndefined()
  })

  it('fails a POST that must not be done twice, and sends it once', async () => {
    const service = await givesUpAfterOne()
    const web = webClient()
    await web.request(post(service.origin))
    await turns()
    expect((await failureOf(web.request(post(service.origin)))).code).toBe('CONNECTION_FAILED')
    expect(service.requests).toHaveLength(2)
  })

  it('is not used for a POST once it has been idle for a moment, and is for a GET', async () => {
    const closes: Promise<string>[] = []
    const service = await byteServer((request, socket, count) => {
      closes.push(once(socket, 'close').then(() => request.slice(0, request.indexOf(' '))))
      if (count === 1) socket.write(jsonBytes())
      else socket.destroy()
    })
    const web = webClient()
    await web.request(get(service.origin))
    await turns()
    await web.request(post(service.origin))
    expect(await Promise.race(closes)).toBe('POST')
    expect((await web.request(post(service.origin))).text).toBe('{"id":7}')
    expect(service.requests).toHaveLength(3)
  })
})

describe('a service that fails for another reason', () => {
  it.each([
    ['closes a new connection', ''],
    ['closes after it has begun to answer', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{'],
    ['closes after an interim reply', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'],
  ])('gets the request once when it %s', async (_how, bytes) => {
    const service = await byteServer((request, socket) => {
      if (request.startsWith('GET /first')) socket.write(jsonBytes())
      else socket.end(bytes)
    })
    const web = webClient()
    if (bytes !== '') await web.request(get(`${service.origin}/first`))
    await turns()
    expect((await failureOf(web.request(get(service.origin)))).code).toBe('CONNECTION_FAILED')
    expect(service.requests.filter((request) => request.startsWith('GET / '))).toHaveLength(1)
  })

  it('gets the request once when it does not answer in time on a kept connection', async () => {
    const service = await byteServer((_request, socket, count) => count === 1 && socket.write(jsonBytes()))
    const web = webClient()
    await web.request(get(service.origin))
    await turns()
    expect((await failureOf(web.request(get(service.origin, { timeoutMs: 100 })))).code).toBe('TIMEOUT')
    expect(service.requests).toHaveLength(2)
  })
})

describe('interim replies', () => {
  const cut = (bytes: string, at: number) => [bytes.slice(0, at), bytes.slice(at)] as const

  it.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['100 with headers', 'HTTP/1.1 100 Continue\r\nDate: today\r\n\r\n'],
    ['100 by HTTP/1.0', 'HTTP/1.0 100 Continue\r\n\r\n'],
    ['several', 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n'],
    ['one without a reason', 'HTTP/1.1 100\r\n\r\n'],
  ])('nobody asked for are passed over: %s', async (_what, interim) => {
    const service = await byteServer((_request, socket) => {
      socket.write(interim)
      setImmediate(() => socket.write(jsonBytes()))
    })
    const web = webClient()
    for (const method of ['GET', 'POST']) {
      for (let call = 0; call < 2; call += 1) {
        expect((await web.request(get(service.origin, { method }))).text).toBe('{"id":7}')
      }
    }
  })

  it.each([1, 8, 9, 10, 12, 20, 24, 25, 26, 30, 60])(
    'are found when their bytes come in pieces, cut at %i',
    async (at) => {
      const [first, second] = cut(`HTTP/1.1 100 Continue\r\n\r\n${jsonBytes()}`, at)
      const service = await byteServer((_request, socket) => {
        socket.setNoDelay(true)
        socket.write(first, () => setImmediate(() => socket.write(second)))
      })
      expect((await webClient().request(get(service.origin))).text).toBe('{"id":7}')
    },
  )

  it('are not looked for inside a body', async () => {
    const body = '"HTTP/1.1 100 Continue\\r\\n\\r\\n"'
    const service = await byteServer((_request, socket) => {
      const [head, rest] = cut(jsonBytes(body), jsonBytes(body).indexOf(body))
      socket.write(head, () => setImmediate(() => socket.write(rest)))
    })
    expect((await webClient().request(get(service.origin))).text).toBe(body)
  })

  it('without end are ended by the time of the call', async () => {
    const service = await byteServer((_request, socket) => {
      const send = () => socket.writable && socket.write('HTTP/1.1 100 Continue\r\n\r\n', () => setImmediate(send))
      send()
    })
    expect((await failureOf(webClient().request(get(service.origin, { timeoutMs: 100 })))).code).toBe('TIMEOUT')
  })

  it('end with the connection without a reply', async () => {
    const service = await byteServer((_request, socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 1'))
    expect((await failureOf(webClient().request(get(service.origin)))).code).toBe('CONNECTION_FAILED')
  })
})

describe('replies that are seldom sent, and good HTTP', () => {
  it.each([
    ['no length, ended by the connection', 'HTTP/1.0 200 OK\r\n\r\n{"id":7}', true],
    [
      'chunk extensions',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8;a="b"\r\n{"id":7}\r\n0\r\n\r\n',
      false,
    ],
    ['trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"id":7}\r\n0\r\nX: y\r\n\r\n', false],
    ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 8\r\n\r\n{"id":7}', false],
    ['bytes after the body', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{"id":7}junk', false],
    [
      'a reply before the request was read',
      'HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\n{"id":7}',
      true,
    ],
  ])('are read: %s', async (_what, bytes, isEnd) => {
    const service = await byteServer((_request, socket) => (isEnd ? socket.end(bytes) : socket.write(bytes)))
    const web = webClient()
    for (let call = 0; call < 2; call += 1) {
      expect((await web.request(get(service.origin))).text).toBe('{"id":7}')
      await turns()
    }
  })

  it.each([205, 299, 304, 999])('are answered with their status: %i', async (status) => {
    const service = await byteServer((_request, socket) =>
      socket.write(`HTTP/1.1 ${status} x\r\nContent-Length: 0\r\n\r\n`),
    )
    expect((await webClient().request(get(service.origin))).statusCode).toBe(status)
  })
})

describe('replies that are no good HTTP', () => {
  it.each([
    [
      'lines without CR',
      'HTTP/1.1 200 OK\nContent-Length: 8\n\n{"id":7}',
      /breaks the rules of HTTP: Missing expected CR/,
    ],
    [
      'a length and chunks at once',
      'HTTP/1.1 200 OK\r\nContent-Length: 8\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"id":7}\r\n0\r\n\r\n',
      /another length than it announced/,
    ],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\nContent-Length: 8\r\n\r\n{"id":7}', /another length/],
    [
      'a header with a space in its name',
      'HTTP/1.1 200 OK\r\nBad Header: x\r\nContent-Length: 0\r\n\r\n',
      /rules of HTTP/,
    ],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n', /rules of HTTP/],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', /rules of HTTP/],
    ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n', /rules of HTTP/],
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n', /answered something that is not HTTP/],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46', /answered something that is not HTTP/],
    [
      'another protocol after 101',
      'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      /another protocol/,
    ],
  ])('are blamed in words: %s', async (_what, bytes, message) => {
    const service = await byteServer((_request, socket) => socket.write(Buffer.from(bytes, 'latin1')))
    const failure = await failureOf(webClient().request(get(service.origin, { timeoutMs: 2_000 })))
    expect(failure).toMatchObject({ code: 'CONNECTION_FAILED', message: expect.stringMatching(message) })
    expect(failure.message).not.toMatch(/Error|HPE_|UND_ERR|closed the connection/)
    expect(failure.extra.notSent).toBeUndefined()
  })
})

describe('an encrypted connection that does not come about', () => {
  const alert = (description: number) => Buffer.from([0x15, 0x03, 0x03, 0, 2, 2, description])

  it.each([
    ['speaks no TLS', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /does not speak TLS at this address/],
    ['takes only an old version', alert(70), /version of TLS that is no longer safe/],
    ['wants a client certificate', alert(116), /wants a client certificate/],
    ['takes none of our ciphers', alert(40), /could not agree on an encrypted connection/],
    ['does not know the host', alert(112), /could not agree on an encrypted connection/],
    ['closes at once', undefined, /closed the connection before anything could be sent/],
  ])('is said in words, and nothing was sent: the service %s', async (_what, bytes, message) => {
    const service = await byteServer((_request, socket) => (bytes === undefined ? socket.destroy() : socket.end(bytes)))
    const failure = await failureOf(webClient().request(post(service.origin.replace('http:', 'https:'))))
    expect(failure).toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringMatching(message),
      extra: { notSent: true, help: expect.any(String) },
    })
    expect(failure.message).not.toMatch(/ERR_|_/)
  })

  it('has sent nothing where no connection came about at all', async () => {
    const service = await standIn(json({}))
    await service.close()
    expect((await failureOf(webClient().request(get(service.origin)))).extra.notSent).toBe(true)
    const unknown = webClient([], (_host, _options, callback) =>
      callback(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), []),
    )
    const failure = await failureOf(unknown.request(get('http://no-such.example/')))
    expect(failure).toMatchObject({ code: 'HOST_NOT_FOUND', extra: { notSent: true } })
  })

  it('does not say so after a redirect, because the first host has got the request', async () => {
    const gone = await standIn(json({}))
    await gone.close()
    const service = await standIn((response) => void response.writeHead(307, { location: gone.origin }).end())
    const failure = await failureOf(webClient().request(post(service.origin)))
    expect(failure).toMatchObject({ code: 'CONNECTION_FAILED' })
    expect(failure.extra.notSent).toBeUndefined()
  })
})
