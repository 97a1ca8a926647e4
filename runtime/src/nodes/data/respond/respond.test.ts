import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { CallerState } from '../../../kit/caller-answer.ts'
import { respondAction } from './run.ts'

const headers: { key: string; value: string }[] = []
const inputs = { status: 200, contentType: 'application/json', body: '{"ok":true}', headers }

async function run(given: Partial<typeof inputs>, caller: CallerState = 'waiting') {
  const context = createStepContext({ caller })
  try {
    return await respondAction.run({ ...inputs, ...given }, context)
  } finally {
    await context.close()
  }
}

describe('Respond', () => {
  it('leaves status, headers and body', async () => {
    expect(await run({ status: 201, headers: [{ key: 'X-Order', value: 'SV-1' }] })).toEqual({
      exit: 'success',
      outputs: {
        status: 201,
        contentType: 'application/json',
        headers: { 'x-order': 'SV-1' },
        body: '{"ok":true}',
        error: '',
      },
    })
  })

  it.each([204, 205, 304, 200])('counts blanks as no body, with status %d', async (status) => {
    expect(await run({ status, body: ' \n' })).toMatchObject({ exit: 'success', outputs: { body: '' } })
  })

  it.each([
    ['a body that is not JSON', { body: '{"ok":' }],
    ['a body with a status that has none', { status: 204 }],
    ['a header of the connection', { headers: [{ key: 'Transfer-Encoding', value: 'chunked' }] }],
    ['an order to the proxy', { headers: [{ key: 'X-Accel-Redirect', value: '/internal' }] }],
    ['a cookie', { headers: [{ key: 'Set-Cookie', value: 'a=b' }] }],
    ['a policy of pages', { headers: [{ key: 'Content-Security-Policy', value: 'none' }] }],
    ['a permission for other pages', { headers: [{ key: 'Access-Control-Allow-Origin', value: '*' }] }],
  ])('takes On Failure for %s', async (_, given) => {
    expect(await run(given)).toMatchObject({ exit: 'failure', error: { code: 'INVALID_VALUE' } })
  })

  it('does not read a body of another type as JSON', async () => {
    expect(await run({ contentType: 'text/plain', body: '{' })).toMatchObject({ exit: 'success' })
    expect(await run({ body: '' })).toMatchObject({ exit: 'success' })
  })

  it.each(['none', 'gone', 'answered'] as const)('warns when the caller is %s', async (caller) => {
    expect(await run({}, caller)).toMatchObject({ exit: 'success', warnings: [{ code: 'NOT_ANSWERED' }] })
  })

  it('says at the deploy which headers cannot be set', () => {
    const rows = [
      { key: 'x-ok', value: '' },
      { key: 'Set-Cookie', value: '' },
    ]
    expect(respondAction.problems?.({ ...inputs, headers: rows })?.map(({ path }) => path)).toEqual(['headers[1].key'])
  })
})
