import type { LiveEvent } from '@patchbay/shared/api'
import { describe, expect, it } from 'vitest'
import { createOutbox } from './outbox.ts'
import { MAX_PAYLOAD_BYTES, readPayload, type Signal, toPayloads } from './signal.ts'

const at = '2026-11-20T08:00:00.000Z'
const stepStarted: LiveEvent = { type: 'step-started', runId: 'r', flowId: 'f', nodeId: 2, seq: 2, at }
const message = (contact: string): LiveEvent => ({ type: 'message', channel: 'sms', address: '+1', contact, at })

function read(payloads: readonly string[]): Signal[] {
  return payloads.flatMap((payload) => readPayload(payload)?.signals ?? [])
}

describe('payloads', () => {
  it('carry every signal in order, each below the limit of Postgres', () => {
    const signals = Array.from({ length: 500 }, (_, index): Signal => ({ kind: 'event', event: message(`ü${index}`) }))
    const payloads = toPayloads('node', signals)
    expect(payloads.length).toBeLessThan(20)
    for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES)
    expect(read(payloads)).toEqual(signals)
  })

  it('say that something is missing in the place of what is too large', () => {
    const large: Signal = { kind: 'event', event: message('x'.repeat(10_000)) }
    expect(read(toPayloads('node', [large, { kind: 'work' }]))).toEqual([{ kind: 'missed' }, { kind: 'work' }])
  })

  it('carry integers beyond 2^53 with all their digits', () => {
    const sample = { at: '2026-01-02T03:04:05Z', method: 'POST', body: { id: 9007199254740993n } }
    const signal: Signal = { kind: 'listening', flowId: 'f', nodeId: 1, path: null, until: '', sample }
    expect(read(toPayloads('node', [signal, { kind: 'work' }]))).toEqual([signal, { kind: 'work' }])
  })

  it.each(['', 'hello', '{}', '{"from":1,"signals":[]}', '{"from":"a"}'])('are ignored when foreign: %j', (text) => {
    expect(readPayload(text)).toBeUndefined()
  })
})

describe('an outbox', () => {
  function outbox(send: (signals: Signal[]) => Promise<void> | void) {
    const errors: unknown[] = []
    const box = createOutbox({
      from: 'node',
      send: async (payloads) => send(read(payloads)),
      onError: (error) => errors.push(error),
    })
    return { box, errors }
  }

  it('sends what is added together in one go, and the same request for work once', async () => {
    const sent: Signal[][] = []
    const { box } = outbox((signals) => void sent.push(signals))
    box.add({ kind: 'settled', runIds: ['a'] })
    box.add({ kind: 'flow', flowId: 'f' })
    box.add({ kind: 'work' })
    box.add({ kind: 'settled', runIds: ['b', 'a'] })
    box.add({ kind: 'work' })
    await box.flush()
    expect(sent).toEqual([[{ kind: 'flow', flowId: 'f' }, { kind: 'settled', runIds: ['a', 'b'] }, { kind: 'work' }]])
  })

  it('leaves beginnings of steps out under load, and nothing else', async () => {
    const sent: Signal[] = []
    const { box } = outbox((signals) => void sent.push(...signals))
    for (let count = 0; count < 1_000; count += 1) box.add({ kind: 'event', event: stepStarted })
    for (let count = 0; count < 1_000; count += 1) box.add({ kind: 'event', event: message(String(count)) })
    await box.flush()
    const types = sent.map((signal) => (signal.kind === 'event' ? signal.event.type : signal.kind))
    expect(types.filter((type) => type === 'step-started')).toHaveLength(500)
    expect(types.filter((type) => type === 'message')).toHaveLength(1_000)
    expect(types).not.toContain('missed')
  })

  it('says that something is missing after a sending that failed', async () => {
    const sent: Signal[][] = []
    let isBroken = true
    const { box, errors } = outbox((signals) => {
      if (isBroken) throw new Error('no connection')
      sent.push(signals)
    })
    box.add({ kind: 'flow', flowId: 'lost' })
    await box.flush()
    isBroken = false
    box.add({ kind: 'flow', flowId: 'next' })
    await box.flush()
    expect(errors).toHaveLength(1)
    expect(sent).toEqual([[{ kind: 'missed' }, { kind: 'flow', flowId: 'next' }]])
  })
})
