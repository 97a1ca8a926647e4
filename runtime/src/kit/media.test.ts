import { describe, expect, it } from 'vitest'
import { files } from '../../test/helpers/files.ts'
import { failureOf, standIn, webClient } from '../../test/helpers/outside-calls.ts'
import type { Reply } from '../../test/helpers/stand-in.ts'
import { downloadMedia, isAt } from './media.ts'

const { signal } = new AbortController()
const credential = [['authorization', 'Basic c2VjcmV0']] as const

function picture(headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'image/png', ...headers })
    response.end(files.png)
  }
}

function redirect(to: () => string): Reply {
  return (response) => {
    response.writeHead(307, { location: to() })
    response.end()
  }
}

describe('downloading a file of a message', () => {
  it('gives its bytes as they are, with the type and name that the service says', async () => {
    const names = {
      'attachment; filename="a cot.png"': 'a cot.png',
      "attachment; filename=cot.png; filename*=UTF-8''Caf%C3%A9.png": 'Café.png',
      "attachment; filename*=UTF-8''%": undefined,
    }
    for (const [header, name] of Object.entries(names)) {
      const service = await standIn(picture({ 'content-disposition': header }))
      const file = await downloadMedia(webClient(), { url: `${service.origin}/1`, signal })
      expect(Buffer.from(file.bytes).equals(files.png)).toBe(true)
      expect([file.type, file.name]).toEqual(['image/png', name])
    }
  })

  it('shows the credential to a host of the service only, and to none that a redirect leads to', async () => {
    const store = await standIn(picture())
    const service = await standIn(redirect(() => `${store.origin}/signed`))
    const own = { credential, isOwnHost: (url: URL) => isAt(url, `${service.origin}/v1`) }
    await downloadMedia(webClient(), { url: `${service.origin}/1`, signal, ...own })
    expect(service.requests[0]?.headers.authorization).toBe('Basic c2VjcmV0')
    expect(store.requests[0]?.headers).not.toHaveProperty('authorization')
    await downloadMedia(webClient(), { url: `${store.origin}/1`, signal, ...own })
    expect(store.requests[1]?.headers).not.toHaveProperty('authorization')
    await downloadMedia(webClient(), { url: `${store.origin}/1`, signal, credential })
    expect(store.requests[2]?.headers).not.toHaveProperty('authorization')
  })

  it('does not reach a private address, also not by a redirect', async () => {
    const inside = await standIn(picture())
    const service = await standIn(redirect(() => inside.origin))
    const web = webClient([`127.0.0.1:${new URL(service.origin).port}`])
    const refused = { code: 'EGRESS_REFUSED' }
    expect(await failureOf(downloadMedia(web, { url: `${service.origin}/1`, signal }))).toMatchObject(refused)
    expect(await failureOf(downloadMedia(web, { url: inside.origin, signal }))).toMatchObject(refused)
    expect(inside.requests).toHaveLength(0)
  })

  it('refuses what is too large, announced or not, what is empty, and what is no file', async () => {
    const announced = await standIn((response) => {
      response.writeHead(200, { 'content-length': String(17 * 1024 * 1024) })
      response.end('x')
    })
    const endless = await standIn((response) => {
      response.writeHead(200)
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024)));
        if (!response.destroyed) response.once('drain', write)
      }
      write()
    })
    for (const service of [announced, endless]) {
      const failure = await failureOf(downloadMedia(webClient(), { url: service.origin, signal }))
      expect(failure.code).toBe('RESPONSE_TOO_LARGE')
    }
    const empty = await standIn((response) => void response.writeHead(200).end())
    const gone = await standIn((response) => void response.writeHead(410).end('<html>'))
    for (const service of [empty, gone]) {
      const failure = await failureOf(downloadMedia(webClient(), { url: service.origin, signal }))
      expect(failure.code).toBe('HTTP_STATUS')
    }
    expect(await failureOf(downloadMedia(webClient(), { url: undefined, signal }))).toMatchObject({
      code: 'INVALID_URL',
    })
  })
})
