import { headerBytes } from '@patchbay/shared/expressions'
import { describe, expect, it } from 'vitest'
import { standIn, stepContext } from '../../test/helpers/outside-calls.ts'
import { closeSocket, json, text } from '../../test/helpers/stand-in.ts'
import type { WebCallInputs } from './inputs.ts'
import { prepareCall } from './prepare-call.ts'
import { testWebCall } from './test-web-call.ts'

function inputsTo(url: string, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'GET', url, timeoutSeconds: 5, ...change }
}

describe('Test HTTP Request', () => {
  async function test(inputs: WebCallInputs) {
    const { services, signal, idempotencyKey } = stepContext()
    const account = () => Promise.reject(new Error('No accounts here.'))
    const context = { services, signal, idempotencyKey, account, label: '#2 Forecast' }
    return testWebCall(inputs, prepareCall(inputs), context)
  }

  it('shows request, reply and what each variable found', async () => {
    const service = await standIn(json({ id: 7 }))
    const shown = await test(
      inputsTo(`${service.origin}/orders`, {
        method: 'POST',
        headers: [
          { key: 'X-Name', value: headerBytes('Zoë') },
          { key: 'X-Api-Key', value: 'k-123' },
          { key: 'X-Other', value: 'o-123', secret: true },
          { key: 'X-Open-Key', value: 'open', secret: false },
        ],
        contentType: 'application/json',
        body: '{}',
        auth: { type: 'basic', username: 'u', password: 'p' },
        responseVariables: [
          { name: 'id', query: 'id' },
          { name: 'nothing', query: 'nothing' },
          { name: 'wrong', query: '$[' },
        ],
      }),
    )
    expect(shown).toMatchObject({
      exit: 'success',
      request: {
        method: 'POST',
        url: `${service.origin}/orders`,
        headers: [
          { name: 'X-Name', value: 'Zoë' },
          { name: 'X-Api-Key', value: '•••' },
          { name: 'X-Other', value: '•••' },
          { name: 'X-Open-Key', value: 'open' },
          { name: 'Content-Type', value: 'application/json' },
          { name: 'Authorization', value: '•••' },
        ],
        body: '{}',
      },
      response: { statusCode: 200, statusText: 'OK', body: '{"id":7}', bytes: 8, format: 'json', tree: { id: 7 } },
      outputs: { statusCode: 200, responseBody: { id: 7 } },
    })
    expect(shown.extracted).toEqual([
      { name: 'id', query: 'id', found: true, value: 7 },
      { name: 'nothing', query: 'nothing', found: false, value: null, warning: expect.any(String) },
      { name: 'wrong', query: '$[', found: false, value: null, warning: expect.any(String) },
    ])
    expect(shown.error).toBeUndefined()
    expect(JSON.stringify(shown)).not.toMatch(/k-123|o-123/)
  })

  it('shows a failure as a step would have it', async () => {
    const service = await standIn(closeSocket)
    expect(await test(inputsTo(service.origin))).toMatchObject({
      exit: 'failure',
      response: null,
      extracted: [],
      error: { code: 'CONNECTION_FAILED', help: expect.any(String) },
    })
  })

  it('shows the first MiB of a long body', async () => {
    const service = await standIn(text('x'.repeat(1024 * 1024 + 10)))
    const { response } = await test(inputsTo(service.origin))
    expect([response?.body.length, response?.bytes]).toEqual([1024 * 1024, 1024 * 1024 + 10])
  })
})
