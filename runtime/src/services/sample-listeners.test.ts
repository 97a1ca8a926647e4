import { describe, expect, it, vi } from 'vitest'
import type { Signal } from '../cluster/signal.ts'
import { MAX_PAYLOAD_BYTES } from '../cluster/signal.ts'
import type { LiveTrigger } from '../engine/live-flows.ts'
import { createNodeRegistry } from '../engine/node-registry.ts'
import { triggers } from '../nodes/index.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import { createSampleListeners } from './sample-listeners.ts'

const flowId = '01990000-0000-7000-8000-000000000002'
const node = { id: 1, type: 'inbound-api', name: 'API', position: { x: 0, y: 0 }, inputs: {} }
const document = { formatVersion: 1, name: 'Order', settings: { timeZone: 'UTC', maxSteps: 10 }, nodes: [node] }

/** Two processes that hear each other, unless their signals are lost. */
function twoProcesses() {
  let time = 0
  let isLost = false
  const sent: Signal[] = []
  const processes = [0, 1].map((own) =>
    createSampleListeners({
      // Only what is asked for here.
      flows: { get: async () => ({ document }) } as unknown as FlowRepository,
      vault: { secretsOf: async () => new Map() } as unknown as Vault,
      registry: createNodeRegistry(triggers),
      now: () => new Date(time),
      send(signal) {
        sent.push(signal)
        if (!isLost && signal.kind === 'listening') processes[1 - own]?.receive(structuredClone(signal))
      },
    }),
  )
  const [one, other] = processes
  if (one === undefined || other === undefined) throw new Error('There are two.')
  return {
    one,
    other,
    sent,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    lose: (lost: boolean) => {
      isLost = lost
    },
  }
}

// Only its ids are read.
const trigger = { live: { flowId }, triggerNodeId: 1 } as LiveTrigger
const request = { method: 'POST', body: { a: 1 } }

describe('listeners for samples in two processes', () => {
  it('give the one that listens what reached the other', async () => {
    const { one, other } = twoProcesses()
    await one.listen(flowId, 1)
    expect(await other.apiTrigger(flowId)).toMatchObject({ triggerNodeId: 1 })
    other.hear(trigger, request)
    for (const process of [one, other]) {
      expect(process.state(flowId, 1).sample).toMatchObject(request)
      expect(await process.apiTrigger(flowId)).toBeUndefined()
    }
  })

  it('learn later what a lost signal should have said', async () => {
    vi.useFakeTimers()
    try {
      const { one, other, lose } = twoProcesses()
      lose(true)
      await one.listen(flowId, 1)
      expect(await other.apiTrigger(flowId)).toBeUndefined()
      lose(false)
      vi.advanceTimersByTime(4_000)
      expect(await other.apiTrigger(flowId)).toBeDefined()
    } finally {
      vi.useRealTimers()
    }
  })

  it('learn later of a sample whose signal was lost', async () => {
    vi.useFakeTimers()
    try {
      const { one, other, lose } = twoProcesses()
      await one.listen(flowId, 1)
      lose(true)
      other.hear(trigger, request)
      expect(one.state(flowId, 1).sample).toBeNull()
      lose(false)
      vi.advanceTimersByTime(4_000)
      expect(one.state(flowId, 1).sample).toMatchObject(request)
    } finally {
      vi.useRealTimers()
    }
  })

  it('end by themselves after five minutes', async () => {
    const { one, other, pass } = twoProcesses()
    await one.listen(flowId, 1)
    pass(5 * 60_000)
    for (const process of [one, other]) {
      process.hear(trigger, request)
      expect(process.state(flowId, 1)).toEqual({ until: null, sample: null })
    }
  })

  it('take another request once they listen again', async () => {
    const { one, other, pass } = twoProcesses()
    await one.listen(flowId, 1)
    other.hear(trigger, request)
    pass(1_000)
    await one.listen(flowId, 1)
    expect(other.state(flowId, 1)).toMatchObject({ sample: null })
    other.hear(trigger, { method: 'POST', body: { b: 2 } })
    expect(one.state(flowId, 1).sample?.body).toEqual({ b: 2 })
  })

  it('send samples that fit into a signal', async () => {
    const { one, sent } = twoProcesses()
    await one.listen(flowId, 1)
    one.hear(trigger, {
      method: 'POST',
      body: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, 'ü'.repeat(99)])),
    })
    expect(Math.max(...sent.map((signal) => Buffer.byteLength(JSON.stringify(signal))))).toBeLessThan(MAX_PAYLOAD_BYTES)
  })
})
