import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { senderOverCarrier } from '../../test/helpers/message-sender.ts'
import type { Channel } from '../kit/channel.ts'
import { createTypingSign } from './typing-sign.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const place = { accountId: 'bot-1', contact: '111' }
const message = { ...place, accountType: 'telegram' }

function setUp(typing: () => Promise<void> = async () => undefined) {
  const shown: unknown[] = []
  const failed: unknown[] = []
  const working = new Set(['run-1'])
  const sign = createTypingSign({
    channels: new Map<string, Pick<Channel, 'typing'>>([
      [
        'telegram',
        {
          typing: (where) => {
            shown.push(where)
            return typing()
          },
        },
      ],
      ['carrier', {}],
    ]),
    isWorking: (runId) => working.has(runId),
    onFailed: (error) => void failed.push(error),
  })
  return { sign, shown, failed, working }
}

describe('the sign that somebody types', () => {
  it('is shown once when a run works on a message for more than a second', async () => {
    const { sign, shown } = setUp()
    sign.begin(message, 'run-1')
    await vi.advanceTimersByTimeAsync(999)
    expect(shown).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shown).toEqual([place])
  })

  it('is not shown after the run has sent, has ended or waits, nor where the service has none', async () => {
    const { sign, shown, working } = setUp()
    sign.begin(message, 'run-1')
    sign.end(place)
    sign.begin({ accountId: 'sms-1', contact: '111', accountType: 'carrier' }, 'run-1')
    await vi.advanceTimersByTimeAsync(5_000)
    sign.begin(message, 'run-1')
    working.clear()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(shown).toEqual([])
  })

  it('is shown once for several messages in a row', async () => {
    const { sign, shown } = setUp()
    for (let count = 0; count < 3; count++) {
      sign.begin(message, 'run-1')
      await vi.advanceTimersByTimeAsync(400)
    }
    await vi.advanceTimersByTimeAsync(5_000)
    expect(shown).toEqual([place])
  })

  it('hurts nothing when the service does not take it', async () => {
    const { sign, failed } = setUp(() => Promise.reject(new Error('hung up')))
    sign.begin(message, 'run-1')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(failed).toEqual([new Error('hung up')])
  })
})

it('the sender ends the sign before it sends', async () => {
  const order: unknown[] = []
  const sender = senderOverCarrier(
    {
      async send() {
        order.push('sent')
        return { ok: true, messageId: 'm-1', status: 'sent', segments: 1 }
      },
    },
    { typing: { end: (place) => void order.push(place) } },
  )
  const sent = { channel: 'sms', to: '+13055550119', from: '+17865550100', content: { text: 'Hello' } }
  await sender.send({ ...sent, idempotencyKey: 'key', runId: null }, new AbortController().signal)
  expect(order).toEqual([{ accountId: 'ours', contact: '+13055550119' }, 'sent'])
})
