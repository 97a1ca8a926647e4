import { isFinal } from '@patchbay/shared/api'
import type { FlowNode, Retry } from '@patchbay/shared/flow'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StepResult } from '../../src/kit/node.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testAction } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'
import { closeSocket, hang, json, type StandIn, startStandIn, text } from '../helpers/stand-in.ts'

let database: Database
let rig: EngineRig
let service: StandIn
let tries: number
let keys: Set<string>
let answer: (attempt: number) => Promise<StepResult>

const failed = (code: string): StepResult => ({ exit: 'failure', error: { code, message: 'No.' } })
const perform: Parameters<typeof testAction>[1] = (context) => {
  tries += 1
  keys.add(context.idempotencyKey)
  return answer(context.attempt)
}
const flaky = testAction('test-flaky', perform)
const once = testAction('test-once', perform, 'never')

beforeAll(async () => {
  database = await openTestDatabase()
  service = await startStandIn(json({ ok: true }))
})

beforeEach(async () => {
  tries = 0
  keys = new Set()
  answer = async () => ({ exit: 'success' })
  rig = await createEngineRig(database, [flaky, once])
})

afterEach(() => rig.close())

afterAll(async () => {
  await service.close()
  await database.close()
})

function ended(runId: string) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) ? run : undefined
  })
}

async function play(node: FlowNode) {
  const process = await rig.start()
  return ended(await startRun(process, rig.deploy([node])))
}

function call(method: string, more: Partial<FlowNode>, inputs: FlowNode['inputs'] = {}): FlowNode {
  const url = `${service.origin}/`
  return nodeOf(2, 'external-web-call', { method, url, timeoutSeconds: 5, ...inputs }, more)
}

describe('an action whose author chose no tries', () => {
  const busy = (unlessChosen?: Retry): StepResult => ({
    ...failed('MESSAGE_REFUSED'),
    retryAdvice: { outcome: 'busy', isSure: true, ...(unlessChosen === undefined ? {} : { unlessChosen }) },
  })
  const usual = { attempts: 3, backoffSeconds: 0.02 }

  it('is tried again as its failure advises, and then fails', async () => {
    answer = async (attempt) => (attempt < 3 ? busy(usual) : { exit: 'success' })
    expect(await play(nodeOf(2, 'test-once', {}))).toMatchObject({ status: 'succeeded' })
    expect([tries, keys.size]).toEqual([3, 1])
    tries = 0
    answer = async () => busy(usual)
    expect(await play(nodeOf(2, 'test-once', {}))).toMatchObject({ status: 'failed' })
    expect(tries).toBe(3)
  })

  it('is tried once where the failure advises nothing, or the author chose one try', async () => {
    answer = async () => busy()
    await play(nodeOf(2, 'test-once', {}))
    expect(tries).toBe(1)
    answer = async () => busy(usual)
    await play(nodeOf(2, 'test-once', {}, { retry: { attempts: 1, backoffSeconds: 0 } }))
    expect(tries).toBe(2)
  })
})

describe('an action with tries left', () => {
  it('is tried again with the same key until it goes well, and the step shows every try', async () => {
    answer = async (attempt) => (attempt < 3 ? failed('TIMEOUT') : { exit: 'success', outputs: { attempt } })
    const run = await play(nodeOf(2, 'test-flaky', {}, { retry: { attempts: 5, backoffSeconds: 0.02 } }))
    expect(run).toMatchObject({ status: 'succeeded', failedStep: null })
    expect(run.steps[1]).toMatchObject({
      visit: 1,
      exit: 'success',
      outputs: { attempt: 3 },
      error: null,
      attempts: [
        { code: 'TIMEOUT', message: 'No.', waitMs: expect.any(Number) },
        { code: 'TIMEOUT', waitMs: expect.any(Number) },
      ],
    })
    expect(keys.size).toBe(1)
  })

  it('fails with the last error once they are used up', async () => {
    answer = async (attempt) => failed(attempt === 3 ? 'CONNECTION_FAILED' : 'TIMEOUT')
    const run = await play(nodeOf(2, 'test-flaky', {}, { retry: { attempts: 3, backoffSeconds: 0 } }))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'CONNECTION_FAILED' } })
    expect(run.steps[1]?.attempts).toHaveLength(2)
    expect(tries).toBe(3)
  })

  it('is tried once when it must not be done twice and nobody knows whether it was', async () => {
    answer = async () => failed('TIMEOUT')
    await play(nodeOf(2, 'test-once', {}, { retry: { attempts: 5, backoffSeconds: 0 } }))
    expect(tries).toBe(1)
  })

  it('waits for a long pause outside the memory, also across a restart', async () => {
    answer = async (attempt) =>
      attempt === 1 ? { ...failed('HTTP_STATUS'), retryAdvice: longPause } : { exit: 'success' }
    const node = await rig.start()
    const live = rig.deploy([nodeOf(2, 'test-flaky', {}, { retry: { attempts: 2, backoffSeconds: 0 } })])
    const runId = await startRun(node, live)
    await eventually(async () => (await rig.runs.get(runId)).waitingFor === 'retry')
    expect(node.engine.load()).toEqual({ active: 0, waiting: 0 })
    await node.engine.stop(0)
    await database.kysely.updateTable('run').set({ dueAt: new Date() }).where('id', '=', runId).execute()
    await rig.start()
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { attempts: [{ waitMs: 600_000 }] }] })
    expect(tries).toBe(2)
    expect(keys.size).toBe(1)
  })

  it('is not tried again past its deadline', async () => {
    answer = async () => failed('TIMEOUT')
    const more = { deadlineSeconds: 1, retry: { attempts: 20, backoffSeconds: 2, growth: 'fixed' as const } }
    expect(await play(nodeOf(2, 'test-flaky', {}, more))).toMatchObject({
      status: 'failed',
      error: { code: 'TIMEOUT' },
    })
    expect(tries).toBe(1)
  })
})

const longPause = { outcome: 'busy', isSure: true, afterMs: 600_000 } as const

describe('an action past its deadline', () => {
  it('fails with TIMEOUT, also when it does not listen', async () => {
    answer = () => new Promise(() => {})
    const run = await play(nodeOf(2, 'test-flaky', {}, { deadlineSeconds: 1 }))
    expect(run.error).toMatchObject({ code: 'TIMEOUT', message: 'The action took longer than its deadline of 1 s.' })
  })

  it('ends the outside call', async () => {
    service.replyWith(hang)
    const run = await play(call('GET', { deadlineSeconds: 1 }))
    expect(run.error).toMatchObject({ code: 'TIMEOUT', nodeId: 2 })
  })

  it('ends the run when the deadline is the run’s', async () => {
    answer = () => new Promise(() => {})
    const process = await rig.start()
    const nodes = [nodeOf(2, 'test-flaky'), nodeOf(3, 'test-flaky')]
    const run = await ended(await startRun(process, rig.deploy(nodes, { maxDurationSeconds: 1 })))
    expect(run).toMatchObject({ status: 'failed', error: { code: 'RUN_TOO_LONG' }, steps: [{}, { nodeId: 2 }] })
  })
})

describe('a web call with tries left', () => {
  const retry = { attempts: 3, backoffSeconds: 0 }

  function statuses(...codes: number[]): void {
    const left = [...codes]
    service.replyWith((response, request) => text('{}', { status: left.shift() ?? 200 })(response, request))
  }

  it.each([
    ['GET', [500, 503, 200], 3, 'succeeded'],
    ['GET', [504, 200], 2, 'succeeded'],
    ['GET', [404], 1, 'failed'],
    ['POST', [429, 500, 201], 3, 'succeeded'],
    ['POST', [504], 1, 'failed'],
    ['POST', [400], 1, 'failed'],
  ] as const)('%s answered with %j is sent %d times', async (method, codes, calls, status) => {
    const before = service.requests.length
    statuses(...codes)
    const run = await play(call(method, { retry }))
    expect(run.status).toBe(status)
    expect(service.requests.length - before).toBe(calls)
  })

  it('is not sent again when the connection broke and it must not be done twice', async () => {
    service.replyWith(closeSocket)
    const before = service.requests.length
    await play(call('POST', { retry }))
    expect(service.requests.length - before).toBe(1)
    await rig.close()
    rig = await createEngineRig(database, [flaky])
    await play(call('GET', { retry }))
    expect(service.requests.length - before).toBe(4)
  })

  it('is sent again with the same key where the service knows keys, whatever became of the first', async () => {
    const before = service.requests.length
    service.replyWith((response, request) =>
      service.requests.length - before < 3 ? closeSocket(response, request) : text('{}')(response, request),
    )
    const run = await play(call('POST', { retry }, { idempotencyKey: true }))
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { attempts: { length: 2 } }] })
    const sent = service.requests.slice(before).map((request) => request.headers['idempotency-key'])
    expect(sent).toEqual(Array(3).fill(`${run.id}.2.1`))
  })

  it('is sent again when there was no connection at all', async () => {
    const closed = await startStandIn(hang)
    await closed.close()
    const run = await play(call('POST', { retry }, { url: closed.origin }))
    expect(run.steps[1]?.attempts).toHaveLength(2)
  })

  it('waits as long as the service asks', async () => {
    service.replyWith((response) => {
      response.writeHead(429, { 'retry-after': '120' })
      response.end()
    })
    const process = await rig.start()
    const runId = await startRun(process, rig.deploy([call('POST', { retry })]))
    const askedAt = Date.now()
    const run = await eventually(async () => {
      const found = await rig.runs.get(runId)
      return found.status === 'waiting' ? found : undefined
    })
    expect(run.waitingFor).toBe('retry')
    const row = await database.kysely.selectFrom('run').select('dueAt').where('id', '=', runId).executeTakeFirst()
    expect(row?.dueAt?.getTime()).toBeGreaterThan(askedAt + 60_000)
    await process.engine.cancel(runId)
  })
})
