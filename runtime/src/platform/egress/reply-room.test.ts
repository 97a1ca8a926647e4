import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf, get, standIn } from '../../../test/helpers/outside-calls.ts'
import type { Reply } from '../../../test/helpers/stand-in.ts'
import { createWebClient } from './create-web-client.ts'
import { createReplyRoom } from './reply-room.ts'

const KB = 1024
const large = Buffer.alloc(600 * KB, 'x')

const whole: Reply = (response) => void response.writeHead(200, { 'content-length': large.length }).end(large)
const inChunks: Reply = (response) => void response.writeHead(200).end(large)
const packed: Reply = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(large))

async function setUp(reply: Reply) {
  const service = await standIn(reply)
  const web = createWebClient({ allow: ['127.0.0.1'], mostReplyBytes: 1_000 * KB })
  onTestFinished(() => web.close())
  const ended: string[] = []
  const maxBytes = 700 * KB
  async function call(name: string, holder?: object) {
    const { text } = await web.request(get(service.origin, { maxBytes, ...(holder === undefined ? {} : { holder }) }))
    expect(text).toHaveLength(large.length)
    ended.push(name)
  }
  return { service, web, ended, call }
}

describe.each([
  ['with a length', whole],
  ['in chunks', inChunks],
  ['packed', packed],
])('a large reply that comes %s', (_how, reply) => {
  it('waits until those who keep replies have given back enough room', async () => {
    const { web, ended, call, service } = await setUp(reply)
    const [first, second, third] = [{}, {}, {}]
    await call('first', first)
    const waiting = [call('second', second), call('third', third)]
    await service.arrived(3)
    expect(ended).toEqual(['first'])
    web.release(first)
    await Promise.race(waiting)
    expect(ended).toHaveLength(2)
    web.release(second)
    web.release(third)
    await Promise.all(waiting)
    expect(ended).toHaveLength(3)
  })

  it('takes its room only for the call when nobody keeps it', async () => {
    const { ended, call } = await setUp(reply)
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => call(name)))
    expect(ended).toHaveLength(4)
  })

  it('ends with its time when no room comes, and leaves the queue', async () => {
    const { web, call, service } = await setUp(reply)
    const first = {}
    await call('first', first)
    const late = web.request(get(service.origin, { maxBytes: 700 * KB, timeoutMs: 100, holder: {} }))
    expect((await failureOf(late)).code).toBe('TIMEOUT')
    web.release(first)
    await call('next', {})
  })
})

describe('room for replies', () => {
  it('is not needed by small replies, packed or not', async () => {
    const { web, call, service } = await setUp(whole)
    await call('first', {})
    const small = Buffer.alloc(60 * KB, 'x')
    service.replyWith((response) => void response.end(small))
    expect((await web.request(get(service.origin, { holder: {} }))).bytes).toBe(small.length)
    service.replyWith((response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(small)))
    expect((await web.request(get(service.origin, { holder: {} }))).bytes).toBe(small.length)
  })

  it('is there at once for a holder that has some, so that no two wait for each other', async () => {
    const { call, web } = await setUp(whole)
    const run = {}
    await call('first', run)
    await call('again', run)
    await call('and again', run)
    web.release(run)
    await call('another', {})
  })

  it('holds the largest reply of a holder, and lets a reply in alone that is larger than all of it', async () => {
    const room = createReplyRoom(1_000 * KB)
    const run = {}
    const first = room.open(run)
    await first.take(900 * KB)
    first.settle(900 * KB)
    const second = room.open(run)
    await second.take(100 * KB)
    second.settle(100 * KB)
    const other = room.open({})
    let isIn = false
    const entered = other.take(2_000 * KB).then(() => {
      isIn = true
    })
    await Promise.resolve()
    expect(isIn).toBe(false)
    room.release(run)
    await entered
  })
})
