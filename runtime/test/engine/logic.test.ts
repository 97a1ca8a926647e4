import type { RunResource } from '@patchbay/shared/api'
import type { Connection, Flow, FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const token = 'open-sesame-open-sesame'

let place: TestPlace
let runtime: TestRuntime

beforeAll(async () => {
  place = await createTestPlace()
  runtime = await place.start()
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

type Inputs = FlowNode['inputs']

function node(id: number, type: string, inputs: Inputs = {}, more: Partial<FlowNode> = {}): FlowNode {
  return { id, type, name: `Action ${id}`, position: { x: id * 260, y: 0 }, inputs, ...more }
}

/** A flow that an API call starts, with connections written as `1 next 2`. */
function flowOf(nodes: readonly FlowNode[], ...connections: readonly string[]): Flow {
  return {
    formatVersion: 1,
    name: 'Logic',
    description: '',
    settings: { timeZone: 'America/New_York', maxSteps: 100 },
    nodes: [node(1, 'inbound-api', { authToken: token }), ...nodes],
    connections: connections.map((text): Connection => {
      const [from, exit = '', to] = text.split(' ')
      return { from: Number(from), exit, to: Number(to) }
    }),
    notes: [],
  }
}

async function call(flowId: string, body: object = {}, headers: Record<string, string> = {}): Promise<Response> {
  return runtime.request(`/triggers/${flowId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

async function play(flowId: string, body: object = {}): Promise<RunResource> {
  return runtime.ended(await startedRun(await call(flowId, body)))
}

describe('Condition', () => {
  it('goes on by its tests and groups, and runs a document without groups as before', async () => {
    const late = { left: '$IAPI_1.body.status', operator: 'equals', right: 'late' }
    const city = (name: string) => ({ left: '$IAPI_1.body.city', operator: 'equals', right: name })
    const group = { match: 'any', tests: [city('Miami'), city('Tampa')] }
    const flowId = await runtime.deploy(
      flowOf(
        [
          node(2, 'condition', { match: 'all', tests: [late], groups: [group] }),
          node(3, 'condition', { tests: [late] }),
          node(4, 'condition', { groups: [group], ignoreCase: false }),
        ],
        '1 next 2',
        '2 true 3',
        '2 false 4',
      ),
    )
    const exits = async (body: object) => (await play(flowId, body)).steps.map(({ exit }) => exit)
    expect(await exits({ status: 'Late', city: 'tampa' })).toEqual(['next', 'true', 'true'])
    expect(await exits({ status: 'late', city: 'Orlando' })).toEqual(['next', 'false', 'false'])
    expect(await exits({ status: 'early', city: 'miami' })).toEqual(['next', 'false', 'false'])
    expect(await exits({ status: 'early', city: 'Miami' })).toEqual(['next', 'false', 'true'])
  })

  it('is not deployed without any test', async () => {
    const document = flowOf([node(2, 'condition', { tests: [], groups: [{ match: 'any', tests: [] }] })], '1 next 2')
    const { problems } = await runtime.call<{ problems: { path: string }[] }>('POST', '/flows/validate', document)
    expect(problems.map(({ path }) => path)).toEqual(['inputs.groups[0].tests'])
    const bare = flowOf([node(2, 'condition', { tests: [] })], '1 next 2')
    const answer = await runtime.call<{ problems: { path: string }[] }>('POST', '/flows/validate', bare)
    expect(answer.problems.map(({ path }) => path)).toEqual(['inputs.tests'])
  })
})

describe('Switch', () => {
  const option = (name: string, more: object = {}) => ({
    name,
    by: 'value',
    left: '$IAPI_1.body.intent',
    operator: 'equals',
    right: name,
    ...more,
  })
  const targets = [3, 4, 5].map((id) => node(id, 'set-variables', { variables: [{ name: 'at', value: String(id) }] }))
  const ways = ['1 next 2', '2 option-1 3', '2 option-2 4', '2 default 5']

  it('leaves by the exit of the first option that fits, also after options have changed places', async () => {
    const options = [option('sales'), option('support')]
    const flowId = await runtime.deploy(flowOf([node(2, 'switch', { options }), ...targets], ...ways))
    const way = async (intent: string) => (await play(flowId, { intent })).steps.map(({ nodeId }) => nodeId)
    expect(await way('Sales')).toEqual([1, 2, 3])
    expect(await way('support')).toEqual([1, 2, 4])
    expect(await way('other')).toEqual([1, 2, 5])
    const turned = [option('support', { exit: 2 }), option('sales', { exit: 1 })]
    await runtime.redeploy(flowId, flowOf([node(2, 'switch', { options: turned, lastExit: 2 }), ...targets], ...ways))
    expect(await way('sales')).toEqual([1, 2, 3])
    expect(await way('support')).toEqual([1, 2, 4])
  })

  it('takes days, times and holidays, and says which option it took', async () => {
    const always = { weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] }
    const open = { name: 'Open', by: 'time', ...always, from: '00:00', until: '00:00' }
    const holiday = { name: 'Holiday', by: 'holiday', dates: '$IAPI_1.body.closed' }
    const options = [holiday, open]
    const flowId = await runtime.deploy(flowOf([node(2, 'switch', { options }), ...targets], ...ways))
    const taken = async (closed: unknown) => (await play(flowId, { closed })).steps[1]?.outputs
    expect(await taken('02-29 Leap day')).toEqual({ option: 'Open' })
    const days = Array.from({ length: 3 }, (_, index) =>
      new Date(Date.now() + (index - 1) * 86_400_000).toISOString().slice(0, 10),
    )
    expect(await taken(days)).toEqual({ option: 'Holiday' })
  })

  it('with an unreadable date, or a connection from an option that is gone, is not deployed', async () => {
    const options = [{ name: 'Closed', exit: 2, by: 'holiday', dates: '25.12.' }]
    const { problems } = await runtime.call<{ problems: { path: string; code: string }[] }>(
      'POST',
      '/flows/validate',
      flowOf([node(2, 'switch', { options }), ...targets], ...ways),
    )
    const found = problems.map(({ code, path }) => `${code} ${path}`)
    expect(found).toContain('INPUT_INVALID inputs.options[0].dates')
    expect(found).toContain('UNKNOWN_EXIT exits.option-1')
  })
})

describe('Stop', () => {
  const stop = (outcome: string, more: Partial<FlowNode> = {}) =>
    flowOf([node(2, 'stop', { outcome, message: 'No table for $IAPI_1.body.name' }, more)], '1 next 2')

  /** Called after a run has ended: events right behind a deploy wait their turn and are answered with 202. */
  async function waitFor(flowId: string): Promise<unknown> {
    const answer = await call(flowId, { name: 'Dana' }, { prefer: 'wait=10' })
    expect(answer.status).toBe(200)
    return answer.json()
  }

  it('ends the run as succeeded, with its message as the result that a caller gets', async () => {
    const flowId = await runtime.deploy(stop('succeeded'))
    const result = { message: 'No table for Dana' }
    const run = await play(flowId, { name: 'Dana' })
    expect(run).toMatchObject({ status: 'succeeded', error: null })
    expect(run.steps[1]).toMatchObject({ exit: null, outputs: result })
    expect(await waitFor(flowId)).toEqual({ runId: expect.any(String), status: 'succeeded', result })
  })

  it('ends the run as failed, with its message for callers and in the record', async () => {
    const flowId = await runtime.deploy(stop('failed'))
    const error = { code: 'STOPPED', message: 'No table for Dana', nodeId: 2 }
    expect(await play(flowId, { name: 'Dana' })).toMatchObject({ status: 'failed', error })
    expect(await waitFor(flowId)).toMatchObject({ status: 'failed', result: null, error })
  })

  it('that is disabled stops nothing as failed', async () => {
    const run = await play(await runtime.deploy(stop('failed', { disabled: true })))
    expect(run).toMatchObject({ status: 'succeeded', error: null })
  })
})

describe('Counter', () => {
  it('ends a loop by its own count, and shares one under a name', async () => {
    const loop = flowOf(
      [
        node(2, 'counter'),
        node(3, 'counter', { name: 'total', direction: 'decrement', by: '$IAPI_1.body.step' }),
        node(4, 'condition', { tests: [{ left: '$COUNTER_2', operator: 'less-than', right: '3' }] }),
        node(5, 'counter', { name: 'total', initial: '100', by: '$COUNTER_2' }),
      ],
      '1 next 2',
      '2 next 3',
      '3 next 4',
      '4 true 2',
      '4 false 5',
    )
    const { status, steps } = await play(await runtime.deploy(loop), { step: '0.5' })
    expect(status).toBe('succeeded')
    expect(steps.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3, 4, 2, 3, 4, 2, 3, 4, 5])
    expect(steps.filter(({ nodeId }) => nodeId === 2).map(({ variables }) => variables.COUNTER_2)).toEqual([1, 2, 3])
    expect(steps.at(-1)?.variables).toEqual({ total: 1.5 })
  })

  it('counts under a name that every object inherits something by', async () => {
    const counters = [2, 3].map((id) => node(id, 'counter', { name: 'constructor' }))
    const { status, steps } = await play(await runtime.deploy(flowOf(counters, '1 next 2', '2 next 3')))
    expect([status, steps.at(-1)?.variables.constructor]).toEqual(['succeeded', 2])
  })

  it('goes on counting after a wait, in a run that was read from the database again', async () => {
    const document = flowOf(
      [
        node(2, 'counter'),
        node(3, 'wait', { kind: 'duration', amount: '1', unit: 'seconds' }),
        node(4, 'condition', { tests: [{ left: '$COUNTER_2', operator: 'at-least', right: '2' }] }),
      ],
      '1 next 2',
      '2 next 3',
      '3 next 4',
      '4 false 2',
    )
    const { steps } = await play(await runtime.deploy(document))
    expect(steps.filter(({ nodeId }) => nodeId === 2).map(({ variables }) => variables.COUNTER_2)).toEqual([1, 2])
  })

  it('that cannot count ends the run instead of going round for ever', async () => {
    const { status, error } = await play(
      await runtime.deploy(flowOf([node(2, 'counter', { by: '$IAPI_1.body.none' })], '1 next 2')),
    )
    expect({ status, error }).toMatchObject({ status: 'failed', error: { code: 'INVALID_VALUE', nodeId: 2 } })
  })

  it('sets a variable that the checks know, by its own name or by the one it is given', async () => {
    const uses = (value: string) => node(3, 'set-variables', { variables: [{ name: 'x', value }] })
    const check = async (counter: Inputs, value: string) => {
      const document = flowOf([node(2, 'counter', counter), uses(value)], '1 next 2', '2 next 3')
      const { problems } = await runtime.call<{ problems: { code: string }[] }>('POST', '/flows/validate', document)
      return problems.map(({ code }) => code)
    }
    expect(await check({}, '$COUNTER_2')).toEqual([])
    expect(await check({ name: 'tries' }, '$tries')).toEqual([])
    expect(await check({ name: 'tries' }, '$COUNTER_2')).toEqual(['VARIABLE_UNKNOWN'])
  })
})
