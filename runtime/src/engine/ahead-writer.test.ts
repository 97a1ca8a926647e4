import type { LiveEvent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import type { AcceptRecord, StepRecord, StepRow } from '../store/runs/run-records.ts'
import { createAheadWriter } from './ahead-writer.ts'

const runId = 'run'

function row(seq: number): StepRow {
  const names = { nodeId: seq, visit: 1, type: 'set-variables', name: `Action ${seq}`, exit: 'next' }
  const values = { inputs: {}, outputs: {}, variables: {}, warnings: [], error: null }
  return { seq, ...names, ...values, startedAt: new Date(0), durationMs: 1 }
}

function accepting(): AcceptRecord {
  const trigger = { triggerNodeId: 1, triggerType: 'inbound-api', contact: null, address: null, input: {} }
  return { runId, flowId: 'flow', version: 1, status: 'running', ...trigger, step: row(1), nextNodeId: 2 }
}

function result(seq: number): StepRecord {
  return { runId, epoch: 1, step: row(seq), nextNodeId: seq + 1 }
}

const news = (seq: number): LiveEvent => ({
  type: 'step-started',
  runId,
  flowId: 'flow',
  nodeId: seq,
  seq,
  at: new Date(0).toISOString(),
})

/** A writer that stores in a list, once `answer` resolves and unless it refuses a record. */
function rig({
  answer = Promise.resolve(),
  refuses,
}: {
  answer?: Promise<void>
  refuses?: (seqs: string) => AppError | undefined
} = {}) {
  const stored: string[] = []
  const published: number[] = []
  const store = async (seqs: string): Promise<void> => {
    await answer
    const error = refuses?.(seqs)
    if (error !== undefined) throw error
    stored.push(seqs)
  }
  const writer = createAheadWriter({
    writer: {
      accept: async ({ step, doneSteps = [], final }) => {
        await store(`run ${[step, ...doneSteps].map(({ seq }) => seq).join()}${final === undefined ? '' : ' end'}`)
        return { runId, duplicate: false }
      },
      step: async ({ step }) => store(`step ${step.seq}`).then(() => true),
      end: async () => store('end').then(() => true),
      begin: async () => store('begin').then(() => true),
      park: async () => store('park').then(() => true),
      cancel: async () => store('cancel').then(() => 'running' as const),
    },
    timings: { aheadMs: 60_000 },
    events: { publish: (event) => void ('seq' in event && published.push(event.seq)) },
  })
  return { writer, stored, published }
}

describe('a run that goes ahead', () => {
  it('is stored with its results when it settles, and its news are published then', async () => {
    const { writer, stored, published } = rig()
    const accepted = writer.acceptLater(accepting())
    writer.publish(news(2))
    expect(await writer.step(result(2))).toBe(true)
    expect(await writer.step(result(3))).toBe(true)
    expect([stored, published]).toEqual([[], []])
    await writer.settle(runId)
    expect(await accepted).toEqual({ runId, duplicate: false })
    expect([stored, published]).toEqual([['run 1,2,3'], [2]])
    await writer.step(result(4))
    expect(stored).toEqual(['run 1,2,3', 'step 4'])
  })

  it.each(['end', 'step', 'park', 'cancel', 'leave'] as const)('is stored by %s', async (how) => {
    const { writer, stored } = rig()
    const accepted = writer.acceptLater(accepting())
    const end = { status: 'succeeded', error: null, result: {}, finishedAt: new Date(0) } as const
    const wait = { kind: 'action', startedAt: '', attempts: [], state: {} } as const
    if (how === 'end') await writer.end({ runId, epoch: 1, end })
    if (how === 'step') await writer.step({ ...result(2), nextNodeId: null, end })
    if (how === 'park')
      await writer.park({ runId, epoch: 1, waitingFor: 'time', until: new Date(0), phase: 'park', wait })
    if (how === 'cancel') await writer.cancel(runId)
    if (how === 'leave') writer.leave(runId)
    await accepted
    const expected = {
      end: ['run 1 end'],
      step: ['run 1,2 end'],
      park: ['run 1', 'park'],
      cancel: ['run 1', 'cancel'],
      leave: ['run 1'],
    }
    expect(stored).toEqual(expected[how])
  })

  it('stores a result that comes while it is being stored after itself', async () => {
    const answer = Promise.withResolvers<void>()
    const { writer, stored } = rig({ answer: answer.promise })
    void writer.acceptLater(accepting())
    const settled = writer.settle(runId)
    const step = writer.step(result(2))
    answer.resolve()
    await settled
    expect(await step).toBe(true)
    expect(stored).toEqual(['run 1', 'step 2'])
  })

  it('gets no further once it could not be stored, and neither does its caller', async () => {
    const unavailable = new AppError('STORE_UNAVAILABLE', 'Out of reach.')
    const { writer, published } = rig({ refuses: () => unavailable })
    const accepted = writer.acceptLater(accepting())
    writer.publish(news(2))
    await expect(writer.settle(runId)).rejects.toBe(unavailable)
    await expect(accepted).rejects.toBe(unavailable)
    await expect(writer.step(result(2))).rejects.toBe(unavailable)
    await expect(writer.settle(runId)).rejects.toBe(unavailable)
    expect(published).toEqual([])
  })

  it('fails by a result that cannot be stored, and the run and the results before it are there', async () => {
    const refuses = (seqs: string) => (seqs.includes('3') ? new AppError('NOT_STORABLE', 'Too deep.') : undefined)
    const { writer, stored } = rig({ refuses })
    const accepted = writer.acceptLater(accepting())
    for (const seq of [2, 3]) await writer.step(result(seq))
    await expect(writer.settle(runId)).rejects.toMatchObject({ code: 'NOT_STORABLE' })
    expect(await accepted).toEqual({ runId, duplicate: false })
    expect(stored).toEqual(['run 1', 'step 2'])
  })
})
