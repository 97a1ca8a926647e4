import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../../test/helpers/step-context.ts'
import type { CatchOutcome, ZapierEvent, ZapierOutlet } from '../../outlet.ts'
import { createZapierInvoke } from './run.ts'

const inputs = {
  account: '01990000-0000-7000-8000-00000000000a',
  event: ' case_closed ',
  fields: [
    { name: 'case', value: 1042 },
    { name: ' order ', value: { lines: [1, 2] } },
  ],
  mode: 'feed',
}

/** Runs one visit and answers its result with what was handed over. */
async function visit(change: object, catchOutcome: CatchOutcome = { kind: 'delivered' }) {
  const taken: unknown[][] = []
  const outlet: ZapierOutlet = {
    async publish(event: ZapierEvent, isInstant: boolean) {
      taken.push([event, isInstant])
      if (event.accountId === 'gone') {
        throw new AppError('ACCOUNT_NOT_FOUND', 'It is gone.', { extra: { help: 'Choose another one.' } })
      }
      return { itemId: event.idempotencyKey, subscribers: isInstant ? 2 : 0 }
    },
    async callHook(event, url) {
      taken.push([event, url])
      return { itemId: event.idempotencyKey, ...catchOutcome }
    },
  }
  const context = createStepContext()
  try {
    return {
      result: await createZapierInvoke(outlet).run({ ...inputs, ...change }, context),
      taken,
      key: context.idempotencyKey,
    }
  } finally {
    await context.close()
  }
}

describe('zapier-invoke', () => {
  it('stores the item under the key of the step, values with their types', async () => {
    const { result, taken, key } = await visit({})
    const fields = { case: 1042, order: { lines: [1, 2] } }
    expect(taken).toEqual([[{ accountId: inputs.account, event: 'case_closed', fields, idempotencyKey: key }, false]])
    const outputs = { itemId: key, delivery: 'stored', subscribers: 0, error: '' }
    expect(result).toMatchObject({ exit: 'success', outputs, warnings: [] })
  })

  it('hands it to instant triggers as well when told to', async () => {
    const { result, taken } = await visit({ mode: 'instant' })
    expect(taken[0]?.[1]).toBe(true)
    expect(result.outputs).toMatchObject({ subscribers: 2 })
  })

  it('warns of a name that stands there twice and takes the last', async () => {
    const fields = [
      { name: 'case', value: 1 },
      { name: 'case', value: 2 },
    ]
    const { result, taken } = await visit({ fields })
    expect(taken[0]?.[0]).toMatchObject({ fields: { case: 2 } })
    expect(result.warnings).toMatchObject([{ code: 'FIELD_REPEATED' }])
  })

  it('fails for an event that rendered to nothing', async () => {
    const { result, taken } = await visit({ event: '  ' })
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'INVALID_VALUE' } })
    expect(taken).toEqual([])
  })

  it('fails with what to do when the account is gone', async () => {
    const { result } = await visit({ account: 'gone' })
    const error = { code: 'ACCOUNT_NOT_FOUND', message: 'It is gone.', help: 'Choose another one.' }
    expect(result).toMatchObject({ exit: 'failure', outputs: { error: 'ACCOUNT_NOT_FOUND' }, error })
  })

  it('posts to a Catch Hook, and goes on with a warning while the item waits to be sent again', async () => {
    const hook = { mode: 'catch-hook', catchHookUrl: 'https://hooks.example.com/1' }
    const { result, taken } = await visit(hook)
    expect(taken[0]?.[1]).toBe('https://hooks.example.com/1')
    expect(result).toMatchObject({ exit: 'success', outputs: { delivery: 'delivered' } })
    const dueAt = new Date('2026-01-01T00:00:17Z')
    const waiting = await visit(hook, { kind: 'waiting', answer: '429 Too Many Requests', dueAt })
    expect(waiting.result).toMatchObject({
      exit: 'success',
      outputs: { delivery: 'waiting' },
      warnings: [{ code: 'DELIVERY_DELAYED', message: expect.stringContaining('2026-01-01T00:00:17.000Z') }],
    })
  })

  it('fails when the Catch Hook refuses the item', async () => {
    const error = { code: 'HTTP_STATUS', message: 'Zapier did not take the item: 404 Not Found' }
    const { result } = await visit({ mode: 'catch-hook', catchHookUrl: 'https://x.example' }, { kind: 'failed', error })
    expect(result).toMatchObject({ exit: 'failure', outputs: { error: 'HTTP_STATUS' }, error })
  })
})
