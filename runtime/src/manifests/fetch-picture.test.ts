import { describe, expect, it } from 'vitest'
import { standIn, webClient } from '../../test/helpers/outside-calls.ts'
import type { Reply } from '../../test/helpers/stand-in.ts'
import { fetchPicture } from './fetch-picture.ts'

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(1_000)])
const KB = 1024

const send =
  (body: string | Uint8Array, type: string, status = 200): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }
const redirect =
  (location: string): Reply =>
  (response) => {
    response.writeHead(302, { location })
    response.end()
  }

async function fetched(reply: Reply, timeoutMs?: number) {
  const { origin } = await standIn(reply)
  const { signal } = new AbortController()
  return fetchPicture(webClient(), `${origin}/logo`, { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
}

describe('fetching a picture', () => {
  it('takes it by its bytes, whatever its sender calls it', async () => {
    expect(await fetched(send(png, 'text/html'))).toEqual({ picture: { type: 'image/png', bytes: png } })
  })

  it('follows a redirect', async () => {
    const image = await standIn(send(png, 'image/png'))
    expect(await fetched(redirect(`${image.origin}/real`))).toMatchObject({ picture: { type: 'image/png' } })
  })

  const noPicture = 'What is at the address is no picture. Use a PNG, JPEG, GIF, WebP, ICO or SVG.'

  it.each<[string, Reply, string | RegExp]>([
    ['a page that calls itself a picture', send('<!doctype html><script>alert(1)</script>', 'image/png'), noPicture],
    ['JSON', send('{"logo": true}', 'image/svg+xml'), noPicture],
    ['nothing', send('', 'image/png'), noPicture],
    [
      'a picture of more than 256 kB',
      send(Buffer.concat([png, Buffer.alloc(256 * KB)]), 'image/png'),
      'It is larger than 256 kB. Use a smaller picture.',
    ],
    ['a picture with another status', send(png, 'image/png', 404), /^Nothing .* answers 404\. Correct the address\.$/],
    ['a sign-in', send('', 'text/html', 401), /answers 401\. Put the picture where .* without a sign-in\.$/],
    ['a fault', send('', 'text/html', 503), /answers 503 in place of a picture\. Try again later/],
    ['a redirect to a private address', redirect('http://10.0.0.7/logo.png'), /^10\.0\.0\.7 is not on .*EGRESS_ALLOW=/],
    [
      'a redirect to where credentials of a cloud are',
      redirect('http://169.254.169.254/latest'),
      /is not on the public/,
    ],
    ['a redirect to a file', redirect('file:///etc/hostname'), /\.$/],
    [
      'an end in the middle',
      (response) => void response.writeHead(200, { 'content-length': 9 }).destroy(),
      /closed the connection.*Try again later/,
    ],
  ])('finds none in %s, and says why and what to do', async (_what, reply, problem) => {
    expect(await fetched(reply)).toEqual({
      problem: typeof problem === 'string' ? problem : expect.stringMatching(problem),
    })
  })

  it('finds none where redirects go round', async () => {
    const loop = await standIn((response, request) => redirect(`${request.url}x`)(response, request))
    const { signal } = new AbortController()
    expect((await fetchPicture(webClient(), loop.origin, { signal })).problem).toMatch(
      /more than 3 times\. Use the final/,
    )
    expect(loop.requests.length).toBeLessThan(6)
  })

  it('waits no longer than its time for one that drips', async () => {
    const drip: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'image/png' })
      response.write(png)
    }
    expect((await fetched(drip, 100)).problem).toMatch(/^No reply in .* Try again later, or use another address\.$/)
  })

  it('says nothing about a picture when the process stops meanwhile', async () => {
    const stopping = new AbortController()
    const { origin } = await standIn(() => stopping.abort())
    await expect(fetchPicture(webClient(), origin, { signal: stopping.signal })).rejects.toThrow()
  })
})
