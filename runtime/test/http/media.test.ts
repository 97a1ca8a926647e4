import type { RunFile, UploadedFile } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { files } from '../helpers/files.ts'
import { type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { type Answer, type HttpTest, startHttpTest } from './helpers/http-test.ts'

const MIB = 1024 * 1024
const ours = '+17865550100'
let http: HttpTest
let service: StandIn
let now = Date.now()

beforeAll(async () => {
  service = await startStandIn((response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(files.png)
  })
  http = await startHttpTest({}, { now: () => new Date(now) })
  const flowId = await http.deploy(echo)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
})
afterAll(async () => {
  await http.close()
  await service.close()
})

const echo: Flow = {
  formatVersion: 1,
  name: 'Echo',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [{ id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} }],
  connections: [],
  notes: [],
}

const bytesType = { 'content-type': 'application/octet-stream' }

function upload(raw: Uint8Array<ArrayBuffer>, name = '', headers: Record<string, string> = {}): Promise<Answer> {
  const query = name === '' ? '' : `?name=${encodeURIComponent(name)}`
  return http.call('POST', `/api/media${query}`, { raw, headers: { ...bytesType, ...headers } })
}

async function uploaded(bytes: Buffer, name?: string): Promise<UploadedFile> {
  const answer = await upload(new Uint8Array(bytes), name)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

function fetched(path: string): Promise<Response> {
  return Promise.resolve(http.runtime.app.request(path))
}

describe('an uploaded file', () => {
  it('is answered with its type by content, and comes back as it was at its address, without a credential', async () => {
    const file = await uploaded(files.png, 'cot.jpeg')
    expect(file).toMatchObject({ type: 'image/png', name: 'cot.png', bytes: files.png.length })
    const answer = await fetched(file.url)
    expect(answer.status).toBe(200)
    expect(Buffer.from(await answer.arrayBuffer()).equals(files.png)).toBe(true)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(files.png.length),
      'content-disposition': "inline; filename*=UTF-8''cot.png",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'private, max-age=3600, immutable',
    })
  })

  it('is only saved, never shown, where a browser could run it or knows no picture in it', async () => {
    for (const [bytes, name, type] of [
      [files.svg, 'logo.svg', 'application/octet-stream'],
      [files.html, 'page.html', 'application/octet-stream'],
      [files.pdf, 'bill.pdf', 'application/pdf'],
    ] as const) {
      const { headers } = await fetched((await uploaded(bytes, name)).url)
      expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
        type,
        `attachment; filename*=UTF-8''${name}`,
      ])
    }
  })

  it('may have 16 MiB and no byte more, announced or not', async () => {
    const whole = Buffer.alloc(16 * MIB, 1)
    const { bytes, url } = await uploaded(whole)
    expect(bytes).toBe(16 * MIB)
    expect(Buffer.from(await (await fetched(url)).arrayBuffer()).equals(whole)).toBe(true)
    const announced = await upload(new Uint8Array(1), '', { 'content-length': String(16 * MIB + 1) })
    expect(announced.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
    const longer = await upload(new Uint8Array(16 * MIB + 1))
    expect(longer.body).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' })
    expect((await upload(new Uint8Array(0))).body).toMatchObject({ status: 422, code: 'INVALID_INPUT' })
  }, 60_000)

  it('is taken from Editors, and from no form that a foreign page could send', async () => {
    const raw = new Uint8Array(files.png)
    const viewer = await http.tokenOf('viewer')
    const editor = await http.tokenOf('editor')
    const as = (token: string | null) => http.call('POST', '/api/media', { token, raw, headers: bytesType })
    expect([(await as(viewer)).status, (await as(editor)).status]).toEqual([403, 201])
    expect((await as(null)).status).toBe(403)
    for (const type of ['multipart/form-data; boundary=x', 'text/plain', 'application/x-www-form-urlencoded', '']) {
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type }
      const answer = await http.call('POST', '/api/media', { raw, headers })
      expect(answer.body, type).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' })
    }
  })
})

describe('the address of a file', () => {
  it('says nothing but 404 when any part of it is wrong, and once it has expired', async () => {
    const { url, id } = await uploaded(files.gif)
    const other = await uploaded(files.gif)
    const signed = url.slice(url.indexOf('?'))
    for (const wrong of [
      `/media/${id}.gif`,
      `/media/${id}.gif?until=9999999999&signature=x`,
      `/media/${other.id}.gif${signed}`,
      `/media/${id}${signed}`,
      `/media/x${signed}`,
      `${url}0`,
    ]) {
      const answer = await http.call('GET', wrong, { token: null })
      expect(answer.body, wrong).toMatchObject({ status: 404, code: 'NOT_FOUND' })
    }
    // Not even with a credential.
    expect((await http.call('GET', `/media/${id}.gif`)).status).toBe(404)
    const before = now
    now += 2 * 3_600_000
    expect((await fetched(url)).status).toBe(404)
    now = before
    expect((await fetched(url)).status).toBe(200)
  })

  it('is answered to HEAD, and no method changes anything', async () => {
    const { url } = await uploaded(files.gif)
    const head = await http.runtime.app.request(url, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(files.gif.length)])
    expect((await http.call('DELETE', url)).status).toBe(405)
  })
})

describe('a file that a flow passes on', () => {
  it('goes out as the file that is kept here, by the address that the flow got', async () => {
    const { id } = await uploaded(files.gif, 'wave.gif')
    const number = '+13055550142'
    const media = [{ url: '$ISMS_1.mediaUrls[0]' }]
    const inputs = { to: '$ANI', from: '$DNIS', message: 'Same to you', media }
    const back = { id: 2, type: 'send-sms', name: 'Back', position: { x: 0, y: 200 }, inputs }
    const flow = { ...echo, nodes: [...echo.nodes, back], connections: [{ from: 1, exit: 'next', to: 2 }] }
    const flowId = await http.deploy(flow)
    await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [number], replace: true } })
    const from = '+13055550148'
    await http.call('POST', '/api/simulator/messages', { body: { from, to: number, text: 'Hi', media: [{ id }] } })
    const answer = await eventually(async () => {
      const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(from)}`)
      return body.items.find((message: { direction: string }) => message.direction === 'out')
    })
    expect(answer.content.media).toEqual([{ id, type: 'image/gif', name: 'wave.gif', bytes: files.gif.length }])
  })
})

describe('a picture that a contact sends', () => {
  async function run(url: string): Promise<{ readonly id: string; readonly files: readonly RunFile[] }> {
    const body = { from: '+13055550119', to: ours, text: 'Look', mediaUrls: [url] }
    const sent = await http.call('POST', '/api/simulator/messages', { body })
    expect(sent.status, sent.text).toBe(201)
    return (await http.call('GET', `/api/runs/${sent.body.runId}`)).body
  }

  it('is fetched and shown in the run that it started; the flow keeps the address of the service', async () => {
    const url = `${service.origin}/cot`
    const { id } = await run(url)
    const [file] = await eventually(async () => {
      const found: { readonly files: readonly RunFile[] } = (await http.call('GET', `/api/runs/${id}`)).body
      return found.files[0]?.state === 'stored' && found.files
    })
    expect(file).toMatchObject({ type: 'image/png', bytes: files.png.length, problem: null, name: null })
    expect((await fetched(file?.url ?? '')).headers.get('content-type')).toBe('image/png')
    const { body } = await http.call('GET', `/api/runs/${id}`)
    expect(body.steps[0].outputs.mediaUrls).toEqual([url])
    expect(file?.messageId).toBe(body.steps[0].outputs.messageId)
  })

  it('is missing with a reason when it cannot be fetched', async () => {
    const { id } = await run('http://10.0.0.1/cot')
    const [file] = await eventually(async () => {
      const found: { readonly files: readonly RunFile[] } = (await http.call('GET', `/api/runs/${id}`)).body
      return found.files[0]?.state === 'missing' && found.files
    })
    expect(file).toMatchObject({ url: null, bytes: null, problem: expect.stringContaining('10.0.0.1') })
  })
})
