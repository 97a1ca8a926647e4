import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ActionModule, StepResult, StepWait } from '../../src/kit/node.ts'
import { defineAction } from '../../src/kit/node.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testDefinition } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
/** The keys under which a question was sent. */
let sent: string[]
let send: () => Promise<StepResult | StepWait | undefined>
let patienceMs: number

/** Asks a question and waits for the answer, as a text with a reply does. */
function ask(id: string, repeat: 'keyed' | 'never'): ActionModule {
  return defineAction(testDefinition(id, repeat), {
    run: async (_inputs, context) => ({
      wait: { until: new Date(Date.now() + patienceMs), for: 'reply', state: { asked: true } },
      afterCommit() {
        sent.push(context.idempotencyKey)
        return send()
      },
    }),
    resume: async (_inputs, _context, { reason, event, state }) =>
      reason === 'event'
        ? { exit: 'success', outputs: { ...event, ...state } }
        : { exit: 'failure', outputs: { reason } },
  })
}

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  sent = []
  patienceMs = 60_000
  send = async () => undefined
  rig = await createEngineRig(database, [ask('test-ask', 'keyed'), ask('test-ask-once', 'never')])
})

afterEach(() => rig.close())

afterAll(() => database.close())

function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })
}

function row(runId: string) {
  const columns = ['status', 'waitNo', 'waitingFor', 'ownerId', 'epoch'] as const
  return database.kysely
    .selectFrom('run')
    .select([...columns])
    .where('id', '=', runId)
    .executeTakeFirstOrThrow()
}

function waits(runId: string) {
  return eventually(async () => {
    const found = await row(runId)
    return found.status === 'waiting' ? found : undefined
  })
}

describe('a run that waits for a reply', () => {
  it('asks once, leaves the memory and goes on with the reply', async () => {
    const node = await rig.start()
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask')]))
    expect(await waits(runId)).toMatchObject({ waitingFor: 'reply', waitNo: 1, ownerId: null })
    expect(node.engine.load()).toEqual({ active: 0, waiting: 0 })
    expect(await node.engine.wake({ runId, waitNo: 1 }, { text: 'yes' })).toBe(true)
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { outputs: { text: 'yes', asked: true } }] })
    expect(sent).toEqual([`${runId}.2.1`])
  })

  it('takes a reply that comes before the question has been sent completely', async () => {
    const node = await rig.start()
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>()
    send = () => answered
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask')]))
    await eventually(() => sent.length === 1)
    expect(await node.engine.wake({ runId, waitNo: 1 }, { text: 'quick' })).toBe(true)
    expect(await ended(runId)).toMatchObject({ status: 'succeeded', steps: [{}, { outputs: { text: 'quick' } }] })
    answer(undefined)
    expect((await ended(runId)).steps).toHaveLength(2)
  })

  it('is woken once per wait: a second reply, and one to a wait that is over, find nothing', async () => {
    const node = await rig.start()
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask'), nodeOf(3, 'test-ask')]))
    await waits(runId)
    const both = await Promise.all([1, 2].map((n) => node.engine.wake({ runId, waitNo: 1 }, { n })))
    expect(both.toSorted()).toEqual([false, true])
    await eventually(async () => (await row(runId)).waitNo === 2 && (await row(runId)).status === 'waiting')
    expect(await node.engine.wake({ runId, waitNo: 1 }, {})).toBe(false)
    expect(await node.engine.wake({ runId, waitNo: 2 }, {})).toBe(true)
    expect((await ended(runId)).status).toBe('succeeded')
    expect(await node.engine.wake({ runId, waitNo: 2 }, {})).toBe(false)
  })

  it('does not wait when the question could not be sent', async () => {
    const node = await rig.start()
    send = async () => ({ exit: 'failure', error: { code: 'MESSAGE_REFUSED', message: 'No.' } })
    const run = await ended(await startRun(node, rig.deploy([nodeOf(2, 'test-ask')])))
    expect(run).toMatchObject({ status: 'failed', waitingFor: null, error: { code: 'MESSAGE_REFUSED' } })
  })

  it('asks again after the pause that the service asked for, as the action says, when it was too busy', async () => {
    const node = await rig.start()
    const error = { code: 'MESSAGE_REFUSED', message: 'Too many messages.' }
    const unlessChosen = { attempts: 2, backoffSeconds: 0 }
    const retryAdvice = { outcome: 'busy', isSure: true, afterMs: 20, unlessChosen } as const
    const answers: (StepResult | undefined)[] = [{ exit: 'failure', error, retryAdvice }, undefined]
    send = async () => answers.shift()
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask-once')]))
    await eventually(() => sent.length === 2)
    await waits(runId)
    const { waitNo, waitingFor } = await row(runId)
    expect(waitingFor).toBe('reply')
    expect(await node.engine.wake({ runId, waitNo }, { text: 'yes' })).toBe(true)
    expect(await ended(runId)).toMatchObject({
      status: 'succeeded',
      steps: [{}, { outputs: { text: 'yes' }, attempts: [{ code: 'MESSAGE_REFUSED', waitMs: 20 }] }],
    })
  })

  it('begins anew after a pause in which the question must not be sent, without counting it as a try', async () => {
    const node = await rig.start()
    const held = { wait: { until: new Date(Date.now() + 30), for: 'quiet-hours', again: true } } as const
    const answers: (StepResult | StepWait | undefined)[] = [held, undefined]
    send = async () => answers.shift()
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask-once')]))
    await eventually(() => sent.length === 2)
    await waits(runId)
    const { waitNo, waitingFor } = await row(runId)
    expect(waitingFor).toBe('reply')
    expect(await node.engine.wake({ runId, waitNo }, { text: 'yes' })).toBe(true)
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { outputs: { text: 'yes' } }] })
    expect(run.steps[1]?.attempts ?? null).toBeNull()
  })

  it('fails when the service stays too busy', async () => {
    const node = await rig.start()
    const error = { code: 'MESSAGE_REFUSED', message: 'Too many messages.' }
    const unlessChosen = { attempts: 2, backoffSeconds: 0 }
    send = async () => ({ exit: 'failure', error, retryAdvice: { outcome: 'busy', isSure: true, unlessChosen } })
    const run = await ended(await startRun(node, rig.deploy([nodeOf(2, 'test-ask')])))
    expect(run).toMatchObject({ status: 'failed', waitingFor: null, error: { code: 'MESSAGE_REFUSED' } })
    expect(sent).toHaveLength(2)
  })

  it('fails when sending throws', async () => {
    const node = await rig.start()
    send = () => Promise.reject(new Error('broken'))
    const run = await ended(await startRun(node, rig.deploy([nodeOf(2, 'test-ask')])))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'INTERNAL' } })
  })

  it('asks again with the same key when the process died while it asked, if that asks only once', async () => {
    const node = await rig.start()
    const { promise: never } = Promise.withResolvers<undefined>()
    send = () => never
    const live = rig.deploy([nodeOf(2, 'test-ask')])
    const runId = await startRun(node, live)
    await eventually(() => sent.length === 1)
    await node.lose()
    send = async () => undefined
    const other = await rig.start()
    expect(await waits(runId)).toMatchObject({ waitNo: 1, epoch: 2 })
    expect(sent).toEqual([`${runId}.2.1`, `${runId}.2.1`])
    expect(await other.engine.wake({ runId, waitNo: 1 }, { text: 'yes' })).toBe(true)
    expect((await ended(runId)).status).toBe('succeeded')
  })

  it('does not ask again when that could ask twice', async () => {
    const node = await rig.start()
    const { promise: never } = Promise.withResolvers<undefined>()
    send = () => never
    const runId = await startRun(node, rig.deploy([nodeOf(2, 'test-ask-once')]))
    await eventually(() => sent.length === 1)
    await node.lose()
    await rig.start()
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'failed', waitingFor: null, error: { code: 'OUTCOME_UNKNOWN' } })
    expect(sent).toHaveLength(1)
  })
})
