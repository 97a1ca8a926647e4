import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRuntime } from '../../src/app.ts'
import { integrations } from '../../src/integrations/index.ts'
import { readConfig } from '../../src/platform/config/config.ts'
import { countStatements } from '../helpers/count-statements.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Answer, type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import { echo } from './echo-service.ts'

const token = 'the-token-of-the-account'
let http: HttpTest
let statements: () => number
let first: string
let second: string

beforeAll(async () => {
  const counted = countStatements(await openTestDatabase('pglite'))
  statements = counted.count
  http = await startHttpTest({}, { database: counted.database, integrations: [...integrations, echo], clock: () => 0 })
  first = await createAccount('First')
  second = await createAccount('Second')
})
afterAll(() => http.close())

async function createAccount(name: string): Promise<string> {
  const created = await http.call('POST', '/api/accounts', { body: { type: 'echo', name, properties: { token } } })
  return created.body.id
}

function challenge(account: string, given: string, peer = '203.0.113.7'): Promise<Answer> {
  return http.call('GET', `/channels/echo/${account}?token=${given}&challenge=%3Cb%3E42`, { token: null, peer })
}

describe('the callback address of an account', () => {
  it('answers the challenge of the service as plain text, never as a page', async () => {
    const answer = await challenge(first, token)
    expect([answer.status, answer.text]).toEqual([200, '<b>42'])
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('is not there for what is unknown: 404', async () => {
    const other = '01990000-0000-7000-8000-000000000001'
    for (const path of [`pigeon/${first}`, 'simulator/simulator', `zapier/${first}`]) {
      expect((await http.call('POST', `/channels/${path}`, { token: null })).body).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
      })
    }
    for (const path of [`http-gateway/${first}`, `echo/${other}`, 'echo/nowhere', 'echo/%00', 'echo/simulator']) {
      const { body } = await http.call('POST', `/channels/${path}`, { token: null })
      expect(body, path).toMatchObject({ status: 404, code: 'ACCOUNT_NOT_FOUND' })
    }
  })

  it('takes only the methods of its service: 405', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      const answer = await http.call(method, `/channels/echo/${first}`, { token: null })
      expect([answer.status, answer.headers.get('allow')], method).toEqual([405, 'GET, POST, HEAD'])
    }
    const gateway = await http.call('GET', `/channels/http-gateway/${first}`, { token: null })
    expect([gateway.status, gateway.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('refuses a body over the limit of its service before anything else: 413', async () => {
    const answer = await http.call('POST', `/channels/echo/${first}`, { token: null, raw: 'x'.repeat(1_025) })
    expect(answer.body).toMatchObject({ status: 413, detail: 'The body may have at most 1 KiB.' })
  })

  it('slows a stranger, while the service gets through from the same address', async () => {
    for (let forgery = 0; forgery < 100; forgery += 1) expect((await challenge(first, 'wrong')).status).toBe(401)
    const slowed = await challenge(first, 'wrong')
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await challenge(first, token)).status).toBe(200)
    // Neither another account nor another address is held to account for it.
    expect((await challenge(second, 'wrong')).status).toBe(401)
    expect((await challenge(first, 'wrong', '203.0.113.8')).status).toBe(401)
  })

  it('reads and writes nothing for a thousand forged calls, from as many addresses, and counts them all', async () => {
    const third = await createAccount('Third')
    await challenge(third, token)
    const before = statements()
    const calls = Array.from({ length: 1_000 }, (_, index) =>
      challenge(third, 'wrong', `203.0.${index >> 8}.${index & 255}`),
    )
    const genuine = await challenge(third, token)
    expect(genuine.status).toBe(200)
    expect((await Promise.all(calls)).filter(({ status }) => status < 400)).toEqual([])
    expect(statements() - before).toBeLessThan(100)
    const { body } = await http.call('GET', `/api/accounts/${third}/events`)
    expect(body.counts).toEqual({ accepted: 2, ignored: 0, refused: 1_000 })
  })
})

describe('PATCHBAY_SERVICE_URLS', () => {
  it('stops the start where it names no service, and lists the known names', async () => {
    const start = (urls: string) => {
      const config = readConfig({ PATCHBAY_SECRET_KEY: 'k'.repeat(32), PATCHBAY_SERVICE_URLS: urls })
      return createRuntime(config, { integrations: [echo] })
    }
    await expect(start('echo.data=https://x.test')).rejects.toThrow(
      'PATCHBAY_SERVICE_URLS names "echo.data", which is no address of an outside service; the names are echo.api.',
    )
  })

  it.each(['echo.api', 'echo.api=x.test', 'echo.api=ftp://x.test', 'echo.api=https://x.test/?a=b'])(
    'stops the start where it is no address: %s',
    (urls) => {
      expect(() => readConfig({ PATCHBAY_SERVICE_URLS: urls })).toThrow('PATCHBAY_SERVICE_URLS lists')
    },
  )
})
