import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

let place: TestPlace
let runtime: TestRuntime
/** Ahead of the wall clock. */
let shiftMs = 0

beforeAll(async () => {
  place = await createTestPlace()
  runtime = await place.start({}, { now: () => new Date(Date.now() + shiftMs) })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

/** Puts the clock to shortly before a full minute. */
function beforeTheMinute(): void {
  const now = Date.now() + shiftMs
  shiftMs += 60_000 - (now % 60_000) - 500
}

const flow: Flow = {
  formatVersion: 1,
  name: 'Every minute',
  description: '',
  settings: { timeZone: 'Europe/Berlin', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'schedule', name: 'Schedule', position: { x: 0, y: 0 }, inputs: { frequency: 'minutes', every: 1 } },
    {
      id: 2,
      type: 'set-variables',
      name: 'Due',
      position: { x: 300, y: 0 },
      inputs: { variables: [{ name: 'due', value: 'at $SCHED_1.time' }] },
    },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

describe('a live flow with a schedule', () => {
  it('runs when the minute comes, and no more once it is undeployed', async () => {
    beforeTheMinute()
    const flowId = await runtime.deploy(flow)
    const [started] = await eventually(async () => {
      const runs = await runtime.runs(`?flowId=${flowId}`)
      return runs.length > 0 && runs
    })
    const run = await runtime.ended(started?.id ?? '')
    expect(run.status).toBe('succeeded')
    expect(run.steps[1]?.variables).toEqual({ due: `at ${run.steps[0]?.outputs.time}` })
    expect(run.steps[0]?.outputs).toMatchObject({ missed: 0 })

    await runtime.call('POST', `/flows/${flowId}/undeploy`)
    const other = await runtime.deploy({ ...flow, name: 'Other' })
    beforeTheMinute()
    await eventually(async () => (await runtime.runs(`?flowId=${other}`)).length > 0)
    expect(await runtime.runs(`?flowId=${flowId}`)).toHaveLength(1)
  })

  it('is refused with a reason when its cron expression cannot be read', async () => {
    const nodes = flow.nodes.map((node) =>
      node.id === 1 ? { ...node, inputs: { frequency: 'cron', cron: '0 25 * * *' } } : node,
    )
    await expect(runtime.deploy({ ...flow, nodes })).rejects.toThrow(/Cron expression.*is no hour/)
  })
})
