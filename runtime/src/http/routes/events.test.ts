import type { Role } from '@patchbay/shared/api'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AccessChanges, createAccessChanges } from '../../cluster/access-changes.ts'
import { createLiveEvents, type LiveEvents } from '../../engine/live-events.ts'
import type { AppEnv } from '../../kit/app-env.ts'
import { createIdentify } from '../identify.ts'
import { mountRoutes } from '../mount-routes.ts'
import { eventRoutes } from './events.ts'

const event = { type: 'flow', flowId: 'f', revision: 1, at: '2026-01-01T00:00:00.000Z' } as const

let roles: readonly Role[] | undefined
let accessChanges: AccessChanges
let events: LiveEvents
let watching: boolean
let app: Hono<AppEnv>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  roles = ['viewer']
  accessChanges = createAccessChanges({ send: () => {} })
  watching = false
  events = createLiveEvents((error) => {
    throw error
  })
  events.onWatching((isWatching) => {
    watching = isWatching
  })
  const credentials = {
    holder: async (token: string) =>
      roles === undefined ? undefined : ({ kind: 'token', id: token, name: 'T', roles } as const),
    holderOfNamed: async () => undefined,
  }
  const identify = createIdentify({
    credentials,
    identity: { session: async () => undefined },
    clock: () => 0,
  })
  app = new Hono<AppEnv>()
  const stopping = new AbortController().signal
  mountRoutes(app, eventRoutes({ identify, accessChanges, events, stopping }), { identify })
  app.onError((error) => new Response(error.message, { status: 'status' in error ? Number(error.status) : 500 }))
})

afterEach(() => vi.useRealTimers())

async function open(token = 'a', method = 'GET') {
  const response = await app.request('/api/events', { method, headers: { authorization: `Bearer ${token}` } })
  return { response, reader: response.body?.pipeThrough(new TextDecoderStream()).getReader() }
}

describe('the stream of events', () => {
  it('is not begun by HEAD, which answers its headers', async () => {
    for (let index = 0; index < 50; index += 1) {
      const { response } = await open('a', 'HEAD')
      expect([response.status, response.body, response.headers.get('content-type')]).toEqual([
        200,
        null,
        'text/event-stream; charset=utf-8',
      ])
    }
    expect(watching).toBe(false)
    expect(vi.getTimerCount()).toBe(0)
    expect((await open()).response.status).toBe(200)
  })

  it('tells an agent of conversations only, and a viewer of all but them', async () => {
    const at = '2026-01-01T00:00:00.000Z'
    const conversation = { type: 'conversation', conversationId: 'c', at } as const
    for (const [who, expected] of [
      ['agent', 'event: conversation'],
      ['viewer', 'event: flow'],
    ] as const) {
      roles = [who]
      const { reader } = await open(who)
      await reader?.read()
      events.publish(who === 'agent' ? event : conversation)
      events.publish(who === 'agent' ? conversation : event)
      expect((await reader?.read())?.value).toContain(expected)
      await reader?.cancel()
    }
  })

  it('tells a user with both roles of both', async () => {
    roles = ['agent', 'viewer']
    const { reader } = await open()
    await reader?.read()
    events.publish(event)
    expect((await reader?.read())?.value).toContain('event: flow')
    events.publish({ type: 'conversation', conversationId: 'c', at: event.at })
    expect((await reader?.read())?.value).toContain('event: conversation')
    await reader?.cancel()
  })

  it('ends at once when a role of its caller is taken away', async () => {
    roles = ['agent', 'viewer']
    const { reader } = await open()
    await reader?.read()
    accessChanges.heard()
    expect((await reader?.read())?.value).toContain('still here')
    roles = ['agent']
    accessChanges.heard()
    expect((await reader?.read())?.done).toBe(true)
    expect(watching).toBe(false)
  })

  it.each<Role | undefined>(['api-user', undefined])('ends at the next beat once its caller is %s', async (later) => {
    const { reader } = await open()
    expect((await reader?.read())?.value).toContain('retry')
    vi.advanceTimersByTime(15_000)
    expect((await reader?.read())?.value).toContain('still here')
    roles = later === undefined ? undefined : [later]
    vi.advanceTimersByTime(15_000)
    expect((await reader?.read())?.done).toBe(true)
    expect(watching).toBe(false)
  })

  it('is one of at most twenty of a caller, who may open another one after closing one', async () => {
    const streams = []
    for (let index = 0; index < 20; index += 1) streams.push(await open())
    expect((await open()).response.status).toBe(429)
    expect((await open('b')).response.status).toBe(200)
    await streams[0]?.reader?.cancel()
    expect((await open()).response.status).toBe(200)
    expect((await open()).response.status).toBe(429)
  })

  it('carries an event that is written once for all', async () => {
    const streams = await Promise.all([open('a'), open('b'), open('c')])
    for (const { reader } of streams) await reader?.read()
    const write = vi.spyOn(JSON, 'stringify')
    events.publish(event)
    expect(write).toHaveBeenCalledTimes(1)
    write.mockRestore()
    for (const { reader } of streams) {
      expect((await reader?.read())?.value).toBe(`event: flow\ndata: ${JSON.stringify(event)}\n\n`)
    }
  })
})
