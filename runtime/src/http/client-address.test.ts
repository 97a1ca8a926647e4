import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { AppEnv } from '../kit/app-env.ts'
import { createClientAddress } from './client-address.ts'

async function clientOf(peer: string, forwarded: string | undefined, trusted: readonly string[]): Promise<string> {
  const read = createClientAddress(trusted)
  const app = new Hono<AppEnv>().get('/', (context) => context.text(read(context)))
  const incoming = { socket: { remoteAddress: peer } }
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('/', { headers }, { incoming })).text()
}

describe('the address of a client', () => {
  it.each([
    ['is the peer when no proxy is trusted', '10.0.0.1', '203.0.113.9', [], '10.0.0.1'],
    ['is what a trusted proxy says', '10.0.0.1', '203.0.113.9', ['10.0.0.0/8'], '203.0.113.9'],
    ['is seen past several trusted proxies', '10.0.0.1', '203.0.113.9, 10.0.0.2', ['10.0.0.0/8'], '203.0.113.9'],
    ['is not what the client invents', '10.0.0.1', '198.51.100.1, 203.0.113.9', ['10.0.0.1'], '203.0.113.9'],
    ['is the peer when it is no trusted proxy', '203.0.113.9', '198.51.100.1', ['10.0.0.0/8'], '203.0.113.9'],
    ['is the proxy when it says nothing usable', '10.0.0.1', 'unknown', ['10.0.0.1'], '10.0.0.1'],
    ['is the proxy when it says nothing', '10.0.0.1', undefined, ['10.0.0.1'], '10.0.0.1'],
    ['is found behind a proxy on a mapped address', '::ffff:10.0.0.1', '2001:db8::1', ['10.0.0.1'], '2001:db8::1'],
  ] as const)('%s', async (_title, peer, forwarded, trusted, expected) => {
    expect(await clientOf(peer, forwarded, trusted)).toBe(expected)
  })
})
