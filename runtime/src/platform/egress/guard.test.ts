import { describe, expect, it } from 'vitest'
import { failureOf, get, standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json, type StandIn } from '../../../test/helpers/stand-in.ts'
import type { ResolveAll } from './guard.ts'

function portOf(service: StandIn): string {
  return new URL(service.origin).port
}

describe('the guard', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'https://127.0.0.1/',
    'http://localhost/',
    'http://１２７.０.０.１/',
  ])('refuses %s', async (url) => {
    const failure = await failureOf(webClient([]).request(get(url)))
    expect(failure.code).toBe('EGRESS_REFUSED')
    expect(failure.extra.help).toContain('PATCHBAY_EGRESS_ALLOW=')
  })

  it('refuses a name that leads to a private address, and does not tell the address', async () => {
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '10.0.0.5', family: 4 }])
    const failure = await failureOf(webClient([], resolve).request(get('http://crm.example/')))
    expect(failure.message).toBe('crm.example is not on the public internet: the address is private.')
    expect(failure.extra.help).toContain('PATCHBAY_EGRESS_ALLOW=crm.example')
  })

  it.each([
    ['::ffff:127.0.0.1', 6],
    ['64:ff9b::7f00:1', 6],
    ['::1', 6],
    ['0.0.0.0', 4],
  ])('refuses a name that leads to %s', async (address, family) => {
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address, family }])
    expect((await failureOf(webClient([], resolve).request(get('http://crm.example/')))).code).toBe('EGRESS_REFUSED')
  })

  it('calls a listed name although its address is private, and no other name', async () => {
    const service = await standIn(json({ ok: true }))
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const web = webClient([`crm.internal:${portOf(service)}`], resolve)
    expect((await web.request(get(`http://crm.internal:${portOf(service)}/`))).statusCode).toBe(200)
    expect((await failureOf(web.request(get(`http://other.internal:${portOf(service)}/`)))).code).toBe('EGRESS_REFUSED')
    expect((await failureOf(web.request(get('http://crm.internal:1/')))).code).toBe('EGRESS_REFUSED')
  })

  it('calls a listed address and port under any name, and no other port', async () => {
    const service = await standIn(json({ ok: true }))
    const resolve: ResolveAll = (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }])
    const web = webClient([`127.0.0.1:${portOf(service)}`], resolve)
    expect((await web.request(get(`${service.origin}/`))).statusCode).toBe(200)
    expect((await web.request(get(`http://any.example:${portOf(service)}/`))).statusCode).toBe(200)
    expect((await failureOf(web.request(get('http://127.0.0.1:1/')))).code).toBe('EGRESS_REFUSED')
  })

  it('connects to the address it checked: a name that changes its answer is looked up once', async () => {
    const service = await standIn(json({}))
    let lookups = 0
    const resolve: ResolveAll = (_host, _options, callback) => {
      lookups += 1
      // First an address that is open, then one that is not.
      callback(null, [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }])
    }
    const web = webClient(['127.0.0.1'], resolve)
    const url = `http://rebind.example:${portOf(service)}/`
    expect((await web.request(get(url))).statusCode).toBe(200)
    expect(lookups).toBe(1)
    await service.close()
    expect((await failureOf(web.request(get(url)))).code).toMatch(/EGRESS_REFUSED|CONNECTION_FAILED/)
    expect((await failureOf(web.request(get(url)))).code).toBe('EGRESS_REFUSED')
  })

  it('leaves the forbidden ones out when a name has several addresses', async () => {
    const service = await standIn(json({}))
    const resolve: ResolveAll = (_host, _options, callback) =>
      callback(null, [
        { address: '10.255.255.1', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ])
    const web = webClient(['127.0.0.1'], resolve)
    expect((await web.request(get(`http://two.example:${portOf(service)}/`))).statusCode).toBe(200)
  })
})
