import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NONCE_WORD } from '../../src/http/pages.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let folder: string

const script = 'export const answer = 42\n'.repeat(100)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), `<style nonce="${NONCE_WORD}"></style><meta nonce="${NONCE_WORD}">`)
  await writeFile(join(folder, 'assets/index-abc123.js'), script)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
  test = await startHttpTest({}, { pagesFolder: folder })
})

afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const get = (path: string, headers: Record<string, string> = {}) =>
  test.call('GET', path, { token: null, headers: { accept: 'text/html,*/*;q=0.8', ...headers } })

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

  it('let a script that runs as a worker call this server, and nothing else', async () => {
    const policy = (await get('/assets/index-abc123.js')).headers.get('content-security-policy')
    expect(policy).toBe("default-src 'none'; connect-src 'self'; frame-ancestors 'none'")
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
    expect((await get('/flows', { accept: '*/*' })).status).toBe(404)
  })

  it('answer HEAD without a body', async () => {
    const head = await test.call('HEAD', '/', { token: null })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  it('say what to do when they are not built', async () => {
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
    // A page of another site whose name was pointed at this machine, in a browser on it.
    const rebound = { token: null, peer: '127.0.0.1', headers: { host: 'evil.example' } }
    expect((await test.call('GET', '/metrics', rebound)).status).toBe(401)
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
    const create = body.paths['/api/flows'].post
    expect(create.requestBody.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/FlowDocument' })
    expect(create.responses[201].content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Flow' })
    expect(body.components.schemas.FlowDocument.properties.nodes.type).toBe('array')
    expect(body.paths['/api/runs'].get.parameters.map((parameter: { name: string }) => parameter.name)).toContain(
      'status',
    )
  })

  it('asks for our tokens only where they are taken', async () => {
    const { paths } = (await test.call('GET', '/api/openapi.json')).body
    expect(paths['/triggers/{flowId}'].post.security).toEqual([{ token: [] }])
    expect(paths['/hooks/{path}'].post.security).toEqual([])
    expect(paths['/channels/{type}/{accountId}'].post.security).toEqual([])
    expect(paths['/_rest/v4/authenticate'].post.security).toEqual([])
    expect(paths['/zapier/hooks'].post.security).toEqual([{ basic: [] }])
  })

  it('has an answer for every row, and every reference in it leads to a shape', async () => {
    const { body, text } = await test.call('GET', '/api/openapi.json')
    for (const [path, operations] of Object.entries<Record<string, { responses: object }>>(body.paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
        expect(good.length, `${method} ${path}`).toBeGreaterThan(0)
      }
    }
    const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(refs.length).toBeGreaterThan(100)
    for (const name of refs) expect(body.components.schemas).toHaveProperty(String(name))
  })
})

describe('the page of the API', () => {
  it('shows every row, and every link in it leads somewhere on the page', async () => {
    const page = await test.call('GET', '/api/docs')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    for (const { endpoint } of test.runtime.routes.filter(({ path }) => path !== '/*')) {
      expect(page.text).toContain(`<code>${endpoint.path.replaceAll(/:(\w+)/g, '{$1}')}</code>`)
    }
    expect(page.text).toContain('href="#shape-flow"')
    const ids = new Set([...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const targets = [...page.text.matchAll(/ href="#([^"]+)"/g)].map(([, target]) => target)
    expect(targets.filter((target) => !ids.has(target))).toEqual([])
  })

  it('holds no script, and the one style that its content policy names', async () => {
    const page = await test.call('GET', '/api/docs')
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1]
    expect(page.text.match(/<style[^>]*>/g)).toEqual([`<style nonce="${nonce}">`])
    expect(page.text).not.toMatch(/<script| style=| on[a-z]+=|https?:\/\//)
    expect((await test.call('GET', '/api/docs')).headers.get('content-security-policy')).not.toContain(String(nonce))
  })

  it('is for those who see flows or use the API', async () => {
    expect((await test.call('GET', '/api/docs', { token: null })).status).toBe(401)
    expect((await test.call('GET', '/api/docs', { token: await test.tokenOf('agent') })).status).toBe(403)
    for (const role of ['viewer', 'api-user'] as const) {
      expect((await test.call('GET', '/api/docs', { token: await test.tokenOf(role) })).status).toBe(200)
    }
  })
})
