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
