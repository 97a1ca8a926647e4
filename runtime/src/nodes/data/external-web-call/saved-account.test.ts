import { describe, expect, it } from 'vitest'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { json } from '../../../../test/helpers/stand-in.ts'
import type { WebCallInputs, WebCallProperties } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

async function run(inputs: Partial<WebCallInputs>, properties: WebCallProperties, tokens: readonly string[] = []) {
  const service = await standIn((response, request) =>
    json({}, request.headers.authorization === 'Bearer refused' ? 401 : 200)(response, request),
  )
  const asked: (string | undefined)[] = []
  const context = stepContext({
    accounts: {
      open: async (type, id) =>
        type === 'web-call' && id === 'a1'
          ? { id, name: 'Shop', properties: placed(properties, service.origin) }
          : undefined,
      mask: () => ({ hide: (value) => value }),
    },
    accountTokens: {
      token: async (_accountId, { rejected }) => {
        asked.push(rejected)
        return tokens[asked.length - 1] ?? ''
      },
    },
  })
  const auth = { type: 'account', account: 'a1' } as const
  const complete: WebCallInputs = { method: 'GET', url: `${service.origin}/orders`, timeoutSeconds: 5, auth, ...inputs }
  const result = await externalWebCallAction.run(complete, context, externalWebCallAction.prepare?.(complete))
  return { result, asked, sent: service.requests.map(({ headers }) => headers) }
}

/** `HERE` in Allowed Addresses is the service. */
function placed(properties: WebCallProperties, origin: string): WebCallProperties {
  return { ...properties, addresses: properties.addresses.replace('HERE', origin) }
}

const basic: WebCallProperties = { signIn: 'basic', addresses: 'HERE', username: 'maya', password: 'päss:word' }

describe('a saved account', () => {
  it('signs in with its name and password, in place of a header row', async () => {
    const { result, sent } = await run({ headers: [{ key: 'authorization', value: 'Bearer own' }] }, basic)
    expect(result).toMatchObject({ exit: 'success' })
    const [scheme, pair = ''] = (sent[0]?.authorization ?? '').split(' ')
    expect([scheme, Buffer.from(pair, 'base64').toString()]).toEqual(['Basic', 'maya:päss:word'])
  })

  it('sends its key in the header that it names, in place of a row of that name', async () => {
    const properties: WebCallProperties = {
      signIn: 'header',
      addresses: 'https://other.example, HERE/',
      headerName: 'X-Api-Key',
      headerPrefix: 'Key ',
      headerValue: 'k-1',
    }
    const { sent } = await run({ headers: [{ key: 'x-api-key', value: 'own' }] }, properties)
    expect(sent[0]).toMatchObject({ 'x-api-key': 'Key k-1' })
    expect(sent[0]?.authorization).toBeUndefined()
    expect((await run({}, { ...properties, headerPrefix: '' })).sent[0]).toMatchObject({ 'x-api-key': 'k-1' })
  })

  it('sends its token, and another one where the service refuses it', async () => {
    const properties: WebCallProperties = { signIn: 'client-credentials', addresses: 'HERE', tokenUrl: 'http://x/' }
    const { result, asked, sent } = await run({}, properties, ['refused', 'taken'])
    expect(result).toMatchObject({ exit: 'success' })
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer refused', 'Bearer taken'])
    expect(asked).toEqual([undefined, 'refused'])
    const again = await run({}, properties, ['refused', 'refused'])
    expect(again.result).toMatchObject({ exit: 'failure', outputs: { statusCode: 401 } })
    expect(again.sent).toHaveLength(1)
  })

  it.each([
    ['another host', 'https://api.example.com'],
    ['another port', 'http://127.0.0.1:1'],
    ['another scheme', 'https://127.0.0.1'],
    ['a host that begins with it', 'http://127.0.0.1.example.com'],
  ])('sends nothing when it is for %s', async (_what, addresses) => {
    const { result, sent } = await run({}, { ...basic, addresses })
    expect(result).toMatchObject({
      exit: 'failure',
      outputs: { error: 'ACCOUNT_NOT_ALLOWED' },
      error: { code: 'ACCOUNT_NOT_ALLOWED', message: expect.stringContaining(`but for ${addresses}`) },
    })
    expect(sent).toEqual([])
  })

  it('that is gone takes On Failure', async () => {
    const { result } = await run({ auth: { type: 'account', account: 'a2' } }, basic)
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'ACCOUNT_NOT_FOUND' } })
  })
})
