import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiDriver } from '../helpers/api-driver.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { apiToken, type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { startStandIn } from '../helpers/stand-in.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Runs the process to its end. */
async function runToEnd(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH ?? '', ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const [code] = await once(child, 'close')
  return { code, output }
}

/** One raw exchange over a socket, up to the end of the answer's connection or its first bytes. */
async function exchange(url: string, request: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(request)
  let answer = ''
  for await (const chunk of socket) {
    answer += String(chunk)
    if (answer.includes('\r\n\r\n')) break
  }
  return answer
}

describe('a Patchbay process', () => {
  let place: Awaited<ReturnType<typeof createDataDir>>
  let patchbay: RuntimeProcess

  beforeAll(async () => {
    place = await createDataDir()
    patchbay = await startRuntime({
      dataDir: place.path,
      env: { PATCHBAY_ADMIN_EMAIL: '', PATCHBAY_ADMIN_PASSWORD: '', PATCHBAY_PROT: '1' },
    })
  })

  afterAll(() => place.remove())

  it('prints its address, the set-up code and a misspelt setting', () => {
    expect(patchbay.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(patchbay.output()).toMatch(/enter the code [A-Z2-9]{5}-[A-Z2-9]{5}/)
    expect(patchbay.output()).toContain('PATCHBAY_PROT is no setting')
  })

  it('sends the security headers and the request id with every answer', async () => {
    for (const path of ['/healthz', '/api/flows', '/', '/nothing/here']) {
      const { headers } = await fetch(`${patchbay.url}${path}`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'[^,]*$/)
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  it('lets no second process use its data directory', async () => {
    const second = await runToEnd({ PATCHBAY_PORT: '0', PATCHBAY_DATA_DIR: place.path })
    expect(second.code).toBe(1)
    expect(second.output).toContain('is using the data directory')
    expect(second.output).not.toContain('    at ')
    expect((await fetch(`${patchbay.url}/readyz`)).status).toBe(200)
  })

  it('answers 413 to 20 MB, told or streamed, and goes on', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(32)
    let sent = 0
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += chunk.length
        if (sent > 20 * 1024 * 1024) controller.close()
        else controller.enqueue(chunk)
      },
    })
    for (const body of [new Uint8Array(20 * 1024 * 1024).fill(32), stream]) {
      const response = await fetch(`${patchbay.url}/api/flows`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
        body,
        duplex: 'half',
      })
      expect(response.status).toBe(413)
      expect(await response.json()).toMatchObject({ code: 'BODY_TOO_LARGE' })
    }
    expect((await patchbay.api('GET', '/flows')).status).toBe(200)
  })

  it.each([
    ['a broken request line', 'HELLO\r\n\r\n', /^HTTP\/1.1 400/],
    ['a broken Host', 'GET /healthz HTTP/1.1\r\nHost: a b<>\r\n\r\n', /^HTTP\/1.1 400/],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400/],
    ['an absolute address', 'GET http://other.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 200/],
    ['an address of a kind of its own', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 4\d\d/],
    [
      'raw bytes in the path',
      Buffer.from('GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n', 'latin1'),
      /^HTTP\/1.1 [24]\d\d/,
    ],
    ['two slashes', 'GET //evil.example/flows HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 [24]\d\d/],
    ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, /^HTTP\/1.1 431/],
    ['a method nobody knows', 'BREW /api/flows HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 4\d\d/],
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
      /^HTTP\/1.1 400/,
    ],
    [
      'an upgrade',
      'GET /api/events HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      /^HTTP\/1.1 4\d\d/,
    ],
  ])('does not stumble over %s', async (_, request, expected) => {
    expect(await exchange(patchbay.url, request)).toMatch(expected)
    expect((await fetch(`${patchbay.url}/healthz`)).status).toBe(200)
  })

  it('does not stumble over a client that leaves in the middle of its body', async () => {
    const { hostname, port } = new URL(patchbay.url)
    const socket = connect(Number(port), hostname)
    const head = `POST /api/flows HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${apiToken}\r\n`
    socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"name":`)
    await once(socket, 'connect')
    socket.resetAndDestroy()
    expect((await patchbay.api('GET', '/flows')).status).toBe(200)
  })

  it('ends open event streams and exits with 0 on SIGTERM', async () => {
    const events = await patchbay.api('GET', '/events')
    const ended = events.text()
    expect(await patchbay.stop('SIGTERM')).toBe(0)
    expect(await ended).toContain('retry:')
    await expect(fetch(`${patchbay.url}/healthz`)).rejects.toThrow()
  })

  it('keeps what it knew for the next start', async () => {
    const next = await startRuntime({ dataDir: place.path })
    expect(next.output()).not.toContain('enter the code')
    expect(await next.stop('SIGINT')).toBe(0)
  })
})

describe('a process that stops while somebody waits for the end of a run', () => {
  it('says at once where the run can be looked up, and lets the action under way finish', async () => {
    const place = await createDataDir()
    const replied = Promise.withResolvers<void>()
    const service = await startStandIn(async (response) => {
      await replied.promise
      response.end('{}')
    })
    const patchbay = await startRuntime({ dataDir: place.path })
    const flowId = await createApiDriver(patchbay.api).deploy(callingFlow(service.origin))
    const answer = fetch(`${patchbay.url}/triggers/${flowId}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', prefer: 'wait=60' },
      body: '{}',
    })
    await service.arrived(1)
    const stopped = patchbay.stop('SIGTERM')
    expect((await answer).status).toBe(202)
    replied.resolve()
    expect(await stopped).toBe(0)
    await service.close()
    await place.remove()
  })
})

/** An event, then one call. */
function callingFlow(url: string): Flow {
  const position = { x: 0, y: 0 }
  return {
    formatVersion: 1,
    name: 'Calls',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'inbound-api', name: 'Event', position, inputs: {} },
      {
        id: 2,
        type: 'external-web-call',
        name: 'Call',
        position,
        inputs: { method: 'GET', url, timeoutSeconds: 10 },
      },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

describe('a start that cannot work', () => {
  it('names every wrong setting and exits with 1', async () => {
    const { code, output } = await runToEnd({ PATCHBAY_PORT: 'x', PATCHBAY_RETENTION_DAYS: '0' })
    expect(code).toBe(1)
    expect(output).toMatch(/PATCHBAY_PORT must be[\s\S]*PATCHBAY_RETENTION_DAYS must be/)
    expect(output).not.toContain('    at ')
  })

  it('says that the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const place = await createDataDir()
    const { code, output } = await runToEnd({ PATCHBAY_PORT: String(port), PATCHBAY_DATA_DIR: place.path })
    expect(code).toBe(1)
    expect(output).toContain(`Port ${port} on 127.0.0.1 is taken`)
    server.close()
    await place.remove()
  })

  it('says that the database does not answer', async () => {
    const place = await createDataDir()
    const databaseUrl = 'postgres://patchbay:hunter2@127.0.0.1:1/patchbay'
    const { code, output } = await runToEnd({
      PATCHBAY_PORT: '0',
      PATCHBAY_DATABASE_URL: databaseUrl,
      PATCHBAY_DATA_DIR: place.path,
    })
    expect(code).toBe(1)
    expect(output).toMatch(/PATCHBAY_DATABASE_URL cannot be used: .*ECONNREFUSED/)
    expect(output).not.toContain('    at ')
    expect(output).not.toContain('hunter2')
    await place.remove()
  })
})
