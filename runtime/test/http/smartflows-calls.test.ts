import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { apiFlow, newContact, numberOfWeather } from './helpers/documents.ts'
import { administrator, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let flowId: string
let token: string

beforeAll(async () => {
  test = await startHttpTest({
    PATCHBAY_ADMIN_EMAIL: administrator.email,
    PATCHBAY_ADMIN_PASSWORD: administrator.password,
  })
  flowId = await test.deploy(apiFlow())
  token = (await authenticate(administrator.password)).body.token
})
afterAll(() => test.close())

const json = { 'content-type': 'application/json' }

/** As the guide has it: the user's name and password for a token, which then stands in Authorization as it is. */
const authenticate = (password: string) =>
  test.call('POST', '/_rest/v4/authenticate', {
    token: null,
    headers: { ...json, accept: 'application/json' },
    raw: JSON.stringify({ username: administrator.email, password }),
  })

const spellings = [
  ['plain', (key: string) => key],
  ['with $', (key: string) => `$${key}`],
  ['with $ and braces', (key: string) => `\${${key}}`],
] as const
const encodings = [
  ['JSON', 'application/json', (body: Record<string, string>) => JSON.stringify(body)],
  ['a form', 'application/x-www-form-urlencoded', (body: Record<string, string>) => String(new URLSearchParams(body))],
] as const

const calls = ['/_rest/v4/sfgen/apitriggers', '/v2/api/apitriggers'].flatMap((path) =>
  encodings.flatMap(([encoding, contentType, encode]) =>
    spellings.map(([spelling, spell]) => ({ path, encoding, contentType, encode, spelling, spell })),
  ),
)

describe('a call as SmartFlows documents it', () => {
  it.each(calls)('starts the flow and answers 202 true: $path, $encoding, keys $spelling', async (call) => {
    const { path, contentType, encode, spell } = call
    const contact = newContact()
    const values = { ANI: contact, DNIS: numberOfWeather, FirstName: 'Dana', OrderNo: 'A-1001' }
    const sent = Object.fromEntries(Object.entries(values).map(([key, value]) => [spell(key), value]))
    const answer = await test.call('POST', path, {
      token: null,
      headers: { 'content-type': contentType, authorization: token },
      raw: encode({ flowId, ...sent }),
    })
    expect([answer.status, answer.text], answer.text).toEqual([202, 'true'])
    await eventually(async () => {
      const { body } = await test.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}`)
      return body.items.some(({ text }: { text: string }) => text.includes('A-1001'))
    })
  })

  it('gets a token by name and password, and a refusal in the words of the guide', async () => {
    const good = await authenticate(administrator.password)
    expect([good.status, Object.keys(good.body)]).toEqual([200, ['token']])
    const bad = await authenticate('wrong')
    expect([bad.status, bad.body]).toEqual([401, { code: 401, error: 'Unauthorized' }])
  })
})
