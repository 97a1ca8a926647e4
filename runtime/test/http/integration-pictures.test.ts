import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { bridgeManifest } from '../stand-ins/bridge-manifest.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const png = (text: string) => Buffer.from(`\x89PNG\r\n\x1a\n${text}`, 'latin1')
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><style>a{fill:red}</style><script>alert(1)</script></svg>'

let http: HttpTest
let service: StandIn
/** What the service has, by path. Anything else is not there. */
const pictures = new Map<string, string | Uint8Array>()
const reply: Reply = (response, { url }) => {
  const body = pictures.get(url)
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/plain' })
  response.end(body)
}

beforeAll(async () => {
  service = await startStandIn(reply)
  http = await startHttpTest()
})
afterAll(async () => {
  await http.close()
  await service.close()
})

async function put(name: string, change: object = {}) {
  const manifest = bridgeManifest(service.origin, { name, type: 'none', ...change })
  const { status, text, body } = await http.call('PUT', `/api/integrations/${name}`, { body: manifest })
  expect(status, text).toBe(200)
  return body
}

const read = async (name: string) => (await http.call('GET', `/api/integrations/${name}`)).body
const blockOf = async (name: string) => {
  const { nodes } = (await http.call('GET', '/api/catalog')).body
  return nodes.find(({ id }: { id: string }) => id === `bridge:${name}.create_ticket`)
}
const accountTypeOf = async (name: string) => {
  const { items } = (await http.call('GET', '/api/account-types')).body
  return items.find(({ id }: { id: string }) => id === `bridge:${name}`)
}

/** The address of its picture, once it has one other than `before`. */
async function pictureOf(name: string, before: string | null = null): Promise<string> {
  await eventually(async () => (await read(name)).picture !== before)
  return (await read(name)).picture
}

/** Resolves once the picture at the path was asked for so often in all, and what came of it was stored. */
async function looked(path: string, times: number): Promise<void> {
  const count = () => service.requests.filter(({ url }) => url === path).length
  await eventually(() => count() === times)
}

it('copies logo and icon in the background: the icon for accounts and blocks, the logo for the choice of a type', async () => {
  pictures.set('/logo.png', png('logo')).set('/icon.png', png('icon'))
  await put('both', { type: 'custom' })
  const icon = await pictureOf('both')
  expect(icon).toMatch(/^\/api\/integrations\/both\/pictures\/[0-9a-f]{32}$/)
  await eventually(async () => (await accountTypeOf('both')).picture === icon)
  expect(await blockOf('both')).toMatchObject({ picture: icon, icon: 'plug-connected' })
  const { logo } = await accountTypeOf('both')
  expect((await http.call('GET', logo)).text).toBe(new TextDecoder().decode(png('logo')))
  const got = await http.call('GET', icon)
  expect(got.text).toBe(new TextDecoder().decode(png('icon')))
  expect(got.headers.get('content-type')).toBe('image/png')
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  expect(got.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  expect((await http.call('GET', icon, { token: null })).status).toBe(401)
  expect((await http.call('GET', icon, { token: await http.tokenOf('agent') })).status).toBe(200)
  const exported = await http.call('GET', '/api/integrations/both/versions/1/manifest')
  expect(exported.body.integration.logo_url).toBe(`${service.origin}/logo.png`)
})

it('sends a drawing so that nothing in it can run or call', async () => {
  pictures.set('/drawing', svg)
  await put('drawing', { logo_url: `${service.origin}/drawing`, icon_url: `${service.origin}/drawing` })
  const { headers, text } = await http.call('GET', await pictureOf('drawing'))
  expect(text).toBe(svg)
  expect(headers.get('content-type')).toBe('image/svg+xml')
  const policy = headers.get('content-security-policy')?.split('; ')
  expect(policy).toEqual(expect.arrayContaining(['sandbox', "default-src 'none'", "style-src 'unsafe-inline'"]))
  expect(policy).toHaveLength(4)
})

it('is the same import without a picture, and looks again with the next one', async () => {
  const absent = { logo_url: `${service.origin}/later.png`, icon_url: `${service.origin}/later.png` }
  await put('later', absent)
  await looked('/later.png', 1)
  expect(await read('later')).toMatchObject({ version: 1, picture: null })
  expect(await blockOf('later')).not.toHaveProperty('picture')
  pictures.set('/later.png', png('later'))
  expect(await put('later', absent)).toMatchObject({ version: 1 })
  expect((await blockOf('later')).icon).toBe('plug-connected')
  expect(await pictureOf('later')).toContain('/later/')
})

it('keeps a picture that cannot be had now, drops it with its address, and has none of an earlier version', async () => {
  const at = (path: string) => ({ logo_url: `${service.origin}${path}`, icon_url: `${service.origin}${path}` })
  pictures.set('/first.png', png('first'))
  await put('moved', at('/first.png'))
  const first = await pictureOf('moved')
  pictures.delete('/first.png')
  await put('moved', { ...at('/first.png'), description: 'Another one.' })
  await looked('/first.png', 2)
  expect(await read('moved')).toMatchObject({ version: 2, picture: first })
  pictures.set('/second.png', png('second'))
  await put('moved', at('/second.png'))
  const second = await pictureOf('moved', first)
  expect((await http.call('GET', first)).status).toBe(404)
  await eventually(async () => (await blockOf('moved')).picture === second)
  await put('moved', at('/gone.png'))
  expect(await pictureOf('moved', second)).toBeNull()
})

it('says why a picture could not be fetched until it could, also while the copy from before is shown', async () => {
  const [logo, icon] = [`${service.origin}/why.png`, `${service.origin}/why-not.png`]
  const missing = /^Nothing is at the address: it answers 404\. Correct the address\.$/
  const problems = async () => (await read('why')).pictureProblems
  pictures.set('/why-not.png', '{}')
  await put('why', { logo_url: logo, icon_url: icon })
  await eventually(async () => (await problems()).length === 2)
  expect(await problems()).toEqual([
    { kind: 'logo', url: logo, message: expect.stringMatching(missing) },
    { kind: 'icon', url: icon, message: expect.stringMatching(/^What is at the address is no picture\. Use a PNG/) },
  ])
  pictures.set('/why-not.png', png('why'))
  await put('why', { logo_url: logo, icon_url: icon })
  await eventually(async () => (await problems()).length === 1)
  expect(await problems()).toMatchObject([{ kind: 'logo' }])
  pictures.set('/why.png', png('why')).delete('/why-not.png')
  await put('why', { logo_url: logo, icon_url: icon })
  await eventually(async () => (await problems())[0]?.kind === 'icon')
  expect(await problems()).toMatchObject([{ message: expect.stringMatching(/The copy from before is still shown\.$/) }])
  expect(await read('why')).toMatchObject({ picture: expect.any(String) })
})

it('forgets the pictures of an integration that is removed', async () => {
  await put('removed')
  const picture = await pictureOf('removed')
  expect((await http.call('DELETE', '/api/integrations/removed')).status).toBe(204)
  const { status, body } = await http.call('GET', picture)
  expect([status, body.code]).toEqual([404, 'NOT_FOUND'])
})

it('answers while a picture takes its time', async () => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  onTestFinished(() => service.replyWith(reply))
  service.replyWith(async (response, request) => {
    if (request.url.endsWith('.png')) await held
    await reply(response, request)
  })
  expect(await put('patient')).toMatchObject({ version: 1, picture: null })
  expect(await blockOf('patient')).toBeDefined()
  release()
  expect(await pictureOf('patient')).toContain('/patient/')
})
