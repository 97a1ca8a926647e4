import { isFinal } from '@patchbay/shared/api'
import type { FlowNode } from '@patchbay/shared/flow'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  startRun,
  testAction,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let did: string[]
let atWork: number
let mostAtWork: number
let gate: PromiseWithResolvers<void>

/** Writes down its text. `hold` waits for the gate, `fail` fails. */
const work = testAction('test-work', async ({ signal }, text) => {
  did.push(text)
  atWork += 1
  mostAtWork = Math.max(mostAtWork, atWork)
  const stopped = Promise.withResolvers<void>()
  if (text.startsWith('hold')) {
    signal.addEventListener('abort', () => stopped.reject(new Error('stopped')))
    await Promise.race([gate.promise, stopped.promise])
  } else await new Promise(setImmediate)
  atWork -= 1
  const isBad = text.startsWith('fail')
  return isBad
    ? { exit: 'failure', error: { code: 'TIMEOUT', message: 'No answer.' } }
    : { exit: 'success', outputs: { text: text.toUpperCase() } }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  did = []
  atWork = 0
  mostAtWork = 0
  gate = Promise.withResolvers()
  rig = await createEngineRig(database, [work])
})

afterEach(async () => {
  gate.resolve()
  await rig.close()
})

afterAll(() => database.close())

const quick = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200 })

function ended(runId: string, timeoutMs = 15_000) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) && run
  }, timeoutMs)
}

const childrenOf = async (runId: string) =>
  (await rig.runs.list({ parentId: runId, limit: 500 })).items.toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** A trigger, For Each over `$list`, what is done for each item, and what comes after. */
function listFlow(inputs: FlowNode['inputs'], body: readonly string[] = ['2 item 3']) {
  return rig.deployGraph(
    [
      nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'list' }] }),
      nodeOf(2, 'for-each', { list: '$list', gather: '$TESTWORK_3.text', ...inputs }),
      nodeOf(3, 'test-work', { text: '$FOREACH_2.item' }),
      nodeOf(4, 'test-work', { text: 'then $FOREACH_2.succeeded of $FOREACH_2.count' }),
    ],
    ['1 next 2', ...body, '2 done 4'],
  )
}

const listed = (node: EngineNode, live: ReturnType<typeof listFlow>, list: readonly string[]) =>
  startRun(node, live, { list: JSON.stringify(list) })

describe('For Each', () => {
  it('does the branch for one item after another, gathers a value of each, and goes on', async () => {
    const node = await rig.start()
    const runId = await listed(node, listFlow({}), ['a', 'b', 'c'])
    const run = await ended(runId)
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { exit: 'done' }, {}] })
    expect(did).toEqual(['a', 'b', 'c', 'then 3 of 3'])
    expect(mostAtWork).toBe(1)
    expect(run.steps[1]?.outputs).toEqual({ count: 3, succeeded: 3, failed: 0, results: ['A', 'B', 'C'], failures: [] })
    const children = await childrenOf(runId)
    expect(children.map(({ parent, status }) => [parent?.runId, parent?.item, status])).toEqual([
      [runId, 0, 'succeeded'],
      [runId, 1, 'succeeded'],
      [runId, 2, 'succeeded'],
    ])
    const counts = await rig.runs.counts24h(new Date())
    expect(counts.get(run.flowId)).toEqual({ total: 1, failed: 0, caught: 0 })
  })

  it('does so many items at once, and no more', async () => {
    const node = await rig.start()
    const list = Array.from({ length: 7 }, (_, index) => `hold ${index}`)
    const runId = await listed(node, listFlow({ atOnce: 3 }), list)
    await eventually(() => atWork === 3)
    expect(did).toHaveLength(3)
    gate.resolve()
    await ended(runId)
    expect(did).toHaveLength(8)
    expect(mostAtWork).toBe(3)
  })

  it('gives every item the variables of its run, and none of the other items', async () => {
    const node = await rig.start()
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'list' }] }),
        nodeOf(2, 'set-variables', { variables: [{ name: 'greeting', value: 'Hello' }] }),
        nodeOf(3, 'for-each', { list: '$list', gather: '$seen' }),
        nodeOf(4, 'test-work', { text: '$greeting $seen' }),
        nodeOf(5, 'set-variables', { variables: [{ name: 'seen', value: 'by $FOREACH_3.item' }] }),
      ],
      ['1 next 2', '2 next 3', '3 item 4', '4 success 5'],
    )
    const run = await ended(await listed(node, live, ['a', 'b']))
    expect(did).toEqual(['Hello ', 'Hello '])
    expect(run.steps.at(-1)?.outputs.results).toEqual(['by a', 'by b'])
  })

  it('ends an item where its branch leads back to it, whichever exit does', async () => {
    const node = await rig.start()
    const runId = await listed(node, listFlow({}, ['2 item 3', '3 success 2', '3 failure 2']), ['a', 'fail b'])
    expect((await ended(runId)).steps[1]).toMatchObject({ exit: 'done', outputs: { succeeded: 2, failed: 0 } })
    expect(did).toEqual(['a', 'fail b', 'then 2 of 2'])
  })

  it('goes on after an item that fails, or begins no further one and takes On Failure', async () => {
    const node = await rig.start()
    const list = ['a', 'fail b', 'c']
    const goesOn = await ended(await listed(node, listFlow({}), list))
    expect(goesOn.steps[1]).toMatchObject({
      exit: 'done',
      outputs: { succeeded: 2, failed: 1, results: ['A', null, 'C'], failures: [{ number: 2, code: 'TIMEOUT' }] },
    })
    did = []
    const stops = await ended(await listed(node, listFlow({ whenItemFails: 'stop' }), list))
    expect(stops).toMatchObject({ status: 'failed', error: { code: 'TIMEOUT', message: 'Item 2: No answer.' } })
    expect(did).toEqual(['a', 'fail b'])
    expect((await childrenOf(stops.id)).map(({ status }) => status)).toEqual(['succeeded', 'failed', 'cancelled'])
  })

  it('begins every item of a list that stops at failures, whatever an earlier list of the run has left', async () => {
    const node = await rig.start()
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api'),
        nodeOf(2, 'for-each', { list: '["fail a"]' }),
        nodeOf(3, 'test-work', { text: '$FOREACH_2.item' }),
        nodeOf(4, 'for-each', { list: '["b", "c"]', whenItemFails: 'stop' }),
        nodeOf(5, 'test-work', { text: '$FOREACH_4.item' }),
      ],
      ['1 next 2', '2 item 3', '2 done 4', '4 item 5'],
    )
    const run = await ended(await startRun(node, live))
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { outputs: { failed: 1 } }, { exit: 'done' }] })
    expect(did).toEqual(['fail a', 'b', 'c'])
  })

  it('does nothing for an empty list, and fails for what is no list or too long', async () => {
    const node = await rig.start()
    const live = listFlow({ most: 2 })
    expect((await ended(await listed(node, live, []))).steps[1]?.exit).toBe('done')
    const tooLong = await ended(await listed(node, live, ['a', 'b', 'c']))
    expect(tooLong.error).toMatchObject({
      code: 'INVALID_VALUE',
      message: 'The list has 3 items, and at most 2 are allowed.',
    })
    const noList = await ended(await startRun(node, live, { list: 'a, b' }))
    expect(noList.error).toMatchObject({ code: 'INVALID_VALUE', message: 'The value is not a list.' })
  })

  it('ends its items when the run is cancelled', async () => {
    const node = await rig.start()
    const runId = await listed(node, listFlow({ atOnce: 2 }), ['hold a', 'hold b', 'c'])
    await eventually(() => atWork === 2)
    expect(await node.engine.cancel(runId)).toBe('cancelled')
    await eventually(async () => (await childrenOf(runId)).filter(({ status }) => status === 'cancelled').length === 1)
    gate.resolve()
    await eventually(async () => (await childrenOf(runId)).every(({ status }) => status === 'cancelled'))
    expect(did).toEqual(['hold a', 'hold b'])
  })

  it('goes on where it stood when the process dies after an item has ended and before the next one begins', async () => {
    const lost = await rig.start({ timings: quick })
    lost.events.subscribe((event) => {
      if (event.type === 'run' && event.status === 'succeeded') void lost.lose()
    })
    const runId = await listed(lost, listFlow({}), ['a', 'b', 'c'])
    await eventually(() => did.length === 1)
    await rig.start({ timings: quick })
    expect((await ended(runId)).status).toBe('succeeded')
    expect(did).toEqual(['a', 'b', 'c', 'then 3 of 3'])
  })

  it('goes on once when the process dies after the last item and before the run is woken', async () => {
    const lost = await rig.start({ timings: quick })
    let ends = 0
    lost.events.subscribe((event) => {
      if (event.type !== 'run' || event.status !== 'succeeded') return
      ends += 1
      if (ends === 2) void lost.lose()
    })
    const runId = await listed(lost, listFlow({}), ['a', 'b'])
    await eventually(() => ends === 2)
    await Promise.all([rig.start({ timings: quick }), rig.start({ timings: quick })])
    expect((await ended(runId)).status).toBe('succeeded')
    expect(did).toEqual(['a', 'b', 'then 2 of 2'])
  })

  it('stores no item twice when the process dies while it stores them', async () => {
    const lost = await rig.start()
    const runId = await listed(lost, listFlow({}), ['a', 'b', 'c'])
    await lost.lose()
    await rig.start({ timings: quick })
    await ended(runId)
    expect(await childrenOf(runId)).toHaveLength(3)
    expect(new Set(did).size).toBe(4)
  })

  it('goes through a long list in batches, so that few items are open', async () => {
    const node = await rig.start()
    const list = Array.from({ length: 450 }, (_, index) => `${index}`)
    const run = await ended(await listed(node, listFlow({ atOnce: 20 }), list), 60_000)
    expect(run.steps[1]).toMatchObject({ exit: 'done', outputs: { count: 450, succeeded: 450 } })
    expect(run.steps[1]?.outputs.results).toEqual(list)
    expect(run.steps).toHaveLength(3)
  })
})

describe('Jump To', () => {
  /** A flow that doubles a text, to be jumped into. */
  function target(inputs: FlowNode['inputs'] = {}, text = '$word') {
    return rig.deployGraph(
      [
        nodeOf(1, 'jump-from', {
          expected: [{ name: 'word' }],
          handBack: [{ name: 'loud', value: '$TESTWORK_2.text' }],
          ...inputs,
        }),
        nodeOf(2, 'test-work', { text }),
      ],
      ['1 next 2'],
    )
  }

  function source(flow: string, inputs: FlowNode['inputs'] = {}) {
    return rig.deployGraph(
      [
        nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'text' }] }),
        nodeOf(2, 'jump-to', {
          flow,
          values: [{ name: 'word', value: '$text' }],
          returned: [{ name: 'loud' }],
          wait: true,
          ...inputs,
        }),
        nodeOf(3, 'test-work', { text: 'got $loud' }),
      ],
      ['1 next 2', '2 next 3'],
    )
  }

  it('passes values, waits, and goes on with what is handed back', async () => {
    const node = await rig.start()
    const { flowId } = target()
    const run = await ended(await startRun(node, source(flowId), { text: 'hi', ANI: '+13055550119' }))
    expect(run).toMatchObject({ status: 'succeeded', steps: [{}, { exit: 'next', variables: { loud: 'HI' } }, {}] })
    expect(did).toEqual(['hi', 'got HI'])
    const [child] = await childrenOf(run.id)
    expect(child).toMatchObject({ flowId, contact: '+13055550119', parent: { runId: run.id, isAwaited: true } })
    expect((await rig.runs.list({ flowId, limit: 5 })).items).toHaveLength(1)
    expect((await rig.runs.counts24h(new Date())).get(flowId)).toBeUndefined()
  })

  it('goes on at once when it does not wait', async () => {
    const node = await rig.start()
    const { flowId } = target({}, 'hold $word')
    const run = await ended(await startRun(node, source(flowId, { wait: false, returned: [] }), { text: 'x' }))
    expect(run.status).toBe('succeeded')
    expect(did).toContain('got ')
    gate.resolve()
    await eventually(async () => (await childrenOf(run.id)).every(({ status }) => status === 'succeeded'))
  })

  it('takes On Failure when the other run fails, and when there is nothing to jump to', async () => {
    const node = await rig.start()
    const failing = await ended(await startRun(node, source(target({}, 'fail').flowId), { text: 'x' }))
    expect(failing).toMatchObject({
      status: 'failed',
      error: { code: 'TIMEOUT', message: 'The other run did not succeed: No answer.' },
    })
    const noTrigger = await ended(await startRun(node, source(listFlow({}).flowId), { text: 'x' }))
    expect(noTrigger.error).toMatchObject({ code: 'FLOW_NOT_LIVE', message: 'The flow "Rig" has no Jump From.' })
    const missing = await ended(
      await startRun(node, source(target({ expected: [{ name: 'other' }] }).flowId), { text: 'x' }),
    )
    expect(missing.error).toMatchObject({ code: 'MISSING_INPUT' })
  })

  it('ends jumps in a circle by the most steps of a run', async () => {
    const node = await rig.start()
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api'),
        nodeOf(2, 'jump-from'),
        nodeOf(3, 'jump-to', { flow: 'this', values: [], wait: true, returned: [] }),
      ],
      ['1 next 3', '2 next 3'],
      { maxSteps: 10 },
    )
    const run = await ended(await startRun(node, live), 30_000)
    expect(run).toMatchObject({ status: 'failed', error: { code: 'STEP_LIMIT' } })
  })

  it('ends a list whose branch jumps back to it, before the runs multiply for ever', async () => {
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api'),
        nodeOf(2, 'for-each', { list: '["a", "b"]' }),
        nodeOf(3, 'jump-to', { flow: 'this', values: [], wait: true, returned: [] }),
        nodeOf(4, 'jump-from'),
      ],
      ['1 next 2', '2 item 3', '4 next 2'],
    )
    const node = await rig.start()
    await ended(await startRun(node, live))
    // The run, and one jump for each of 2, 4 and 8 items.
    const { items } = await rig.runs.list({ flowId: live.flowId, limit: 500 })
    expect(items).toHaveLength(15)
  })

  it('goes on once when the process dies between the end of the other run and its own', async () => {
    const lost = await rig.start({ timings: quick })
    lost.events.subscribe((event) => {
      if (event.type === 'run' && event.status === 'succeeded') void lost.lose()
    })
    const runId = await startRun(lost, source(target().flowId), { text: 'hi' })
    await eventually(() => did.length === 1)
    await rig.start({ timings: quick })
    expect((await ended(runId)).status).toBe('succeeded')
    expect(did).toEqual(['hi', 'got HI'])
  })
})

describe('Flow Exit', () => {
  function flow(text = '$word') {
    return rig.deployGraph(
      [
        nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'word' }] }),
        nodeOf(2, 'test-work', { text }),
        nodeOf(3, 'flow-exit', { values: [{ name: 'loud', value: '$TESTWORK_2.text' }] }),
        nodeOf(4, 'test-work', { text: 'exit $EXIT_3.status $EXIT_3.errorCode $loud' }),
      ],
      ['1 next 2', '3 next 4'],
    )
  }
  const exitsOf = (prefix: string) => did.filter((text) => text.startsWith(prefix))

  it('starts once when a run has ended, whatever the reason', async () => {
    const node = await rig.start({ timings: quick })
    const good = await ended(await startRun(node, flow(), { word: 'hi' }))
    await eventually(() => exitsOf('exit').length === 1)
    expect(exitsOf('exit')).toEqual(['exit succeeded  HI'])
    expect(await childrenOf(good.id)).toMatchObject([{ trigger: { nodeId: 3 }, parent: { isAwaited: false } }])
    expect((await rig.runs.counts24h(new Date())).get(good.flowId)).toEqual({ total: 1, failed: 0, caught: 0 })
    await ended(await startRun(node, flow(), { word: 'fail' }))
    await eventually(() => exitsOf('exit failed TIMEOUT ').length === 1)
    const waiting = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api'),
        nodeOf(2, 'wait', { kind: 'duration', amount: '1', unit: 'hours' }),
        nodeOf(3, 'flow-exit'),
        nodeOf(4, 'test-work', { text: 'exit $EXIT_3.status' }),
      ],
      ['1 next 2', '3 next 4'],
    )
    const runId = await startRun(node, waiting)
    await eventually(async () => (await rig.runs.get(runId)).status === 'waiting')
    await node.engine.cancel(runId)
    await eventually(() => exitsOf('exit cancelled').length === 1)
  })

  it('knows the date at which the run has ended, and its own result is that of its last action', async () => {
    const node = await rig.start({ timings: quick })
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api'),
        nodeOf(2, 'test-work', { text: 'hi' }),
        nodeOf(3, 'flow-exit', { values: [{ name: 'at', value: '$DateTime.iso' }] }),
        nodeOf(4, 'test-work', { text: '$at' }),
      ],
      ['1 next 2', '3 next 4'],
    )
    const runId = await startRun(node, live)
    const exit = await eventually(async () => {
      const [child] = await childrenOf(runId)
      return child !== undefined && isFinal(child.status) && (await rig.runs.get(child.id))
    })
    const { finishedAt } = await rig.runs.get(runId)
    expect(did[0]).toBe('hi')
    expect(Date.parse(did[1] ?? '')).toBe(Math.floor((finishedAt?.getTime() ?? 0) / 1_000) * 1_000)
    expect(exit.result).toEqual({ text: did[1] })
  })

  it('is reported once and given up when it can never start', async () => {
    const node = await rig.start({ timings: quick })
    const live = rig.deployGraph(
      [
        nodeOf(1, 'inbound-api', { expectedInputs: [{ name: 'word' }] }),
        nodeOf(2, 'test-work', { text: '$word' }),
        nodeOf(3, 'flow-exit', { values: [{ name: 'loud', value: '$TESTWORK_2.text '.repeat(10) }] }),
      ],
      ['1 next 2'],
    )
    const runId = await startRun(node, live, { word: 'x'.repeat(1_000_000) })
    await eventually(async () => {
      const run = database.kysely.selectFrom('run').select('hasExit').where('id', '=', runId)
      return (await run.executeTakeFirst())?.hasExit === false
    })
    expect(rig.faults).toEqual([expect.objectContaining({ code: 'VALUE_TOO_LARGE' })])
    expect(await childrenOf(runId)).toEqual([])
  })

  it('starts once when the process dies between the end of the run and it', async () => {
    const lost = await rig.start({ timings: quick })
    lost.events.subscribe((event) => {
      if (event.type === 'run' && event.status === 'succeeded') void lost.lose()
    })
    await startRun(lost, flow(), { word: 'hi' })
    await eventually(() => did.length === 1)
    await Promise.all([rig.start({ timings: quick }), rig.start({ timings: quick })])
    await eventually(() => exitsOf('exit').length === 1)
    expect(did).toEqual(['hi', 'exit succeeded  HI'])
  })
})
