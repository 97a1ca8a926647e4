import type { ActionUpgrade, FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { NodeSource } from '../../src/engine/node-registry.ts'
import { defineAction, type NodeModule } from '../../src/kit/node.ts'
import type { InputUpgrade } from '../../src/kit/node-inputs.ts'
import { startedRun } from '../helpers/api-driver.ts'
import { databaseKind } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const token = 'open-sesame-open-sesame'

/** A version of the test's action; its one text is called `name` in the first, `who` later. */
function greet(typeVersion: number, input: string, words: string, upgrade?: InputUpgrade): NodeModule {
  const definition = defineNode({
    id: 'test-greet',
    typeVersion,
    kind: 'action',
    category: 'logic',
    title: 'Greet',
    description: 'Greets somebody.',
    icon: 'hand-stop',
    keywords: [],
    variablePrefix: 'GREET',
    inputs: Type.Object(
      { [input]: Type.String({ title: 'Who', 'x-ui': { widget: 'text' }, 'x-template': { place: 'text' } }) },
      { additionalProperties: false },
    ),
    outputs: [{ name: 'words', title: 'What was said', type: 'text' }],
    sets: [],
    exits: [{ id: 'next', label: 'Next' }],
    repeat: 'safe',
    summary: [{ field: input }],
    defaults: { [input]: '' },
  })
  return defineAction(definition, {
    run: async (inputs) => ({ exit: 'next', outputs: { words: `${words} ${inputs[input]}` } }),
    ...(upgrade === undefined ? {} : { upgrade }),
  })
}

const first = greet(1, 'name', 'Hello')
const second = greet(2, 'who', 'Good day', { from: 1, inputs: ({ name = '' }) => ({ who: name }) })

/** What the source of the test has now. */
let modules: readonly NodeModule[]
const source: NodeSource = { id: 'test', read: () => modules }

let place: TestPlace
let runtime: TestRuntime

beforeAll(async () => {
  modules = [first]
  place = await createTestPlace()
  runtime = await place.start({}, { nodeSources: [source] })
})

beforeEach(async () => {
  modules = [first]
  await runtime.catalogChanged()
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
})

function greeting(inputs: Record<string, unknown>, typeVersion?: number): Flow {
  const version = typeVersion === undefined ? {} : { typeVersion }
  return {
    formatVersion: 1,
    name: 'Greeting',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'inbound-api', name: 'Start', position: { x: 0, y: 0 }, inputs: { authToken: token } },
      { id: 2, type: 'test-greet', ...version, name: 'Greet', position: { x: 260, y: 0 }, inputs },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

async function said(flowId: string, by: TestRuntime = runtime): Promise<unknown> {
  const response = await by.request(`/triggers/${flowId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  const run = await by.ended(await startedRun(response))
  return run.steps.find(({ nodeId }) => nodeId === 2)?.outputs.words
}

describe('a catalog that changes while Patchbay runs', () => {
  it('has an action of a source at once, with its drawing, and tells that it is another catalog', async () => {
    modules = []
    await runtime.catalogChanged()
    const before = await runtime.call<Catalog>('GET', '/catalog')
    expect(before.nodes.map(({ id }) => id)).not.toContain('test-greet')
    modules = [first]
    await runtime.catalogChanged()
    const after = await runtime.call<Catalog>('GET', '/catalog')
    expect(after.nodes.map(({ id }) => id)).toContain('test-greet')
    expect(after.icons?.['hand-stop']?.length).toBeGreaterThan(0)
    expect(after.revision).not.toBe(before.revision)
    expect(await said(await runtime.deploy(greeting({ name: 'Dana' })))).toBe('Hello Dana')
  })

  it('runs a flow with the version it was built with, also after the newest has changed and after a restart', async () => {
    const flowId = await runtime.deploy(greeting({ name: 'Dana' }))
    modules = [second, first]
    await runtime.catalogChanged()
    const catalog = await runtime.call<Catalog>('GET', '/catalog')
    expect(catalog.nodes.find(({ id }) => id === 'test-greet')?.typeVersion).toBe(2)
    expect(catalog.older?.map(({ id, typeVersion }) => [id, typeVersion])).toEqual([['test-greet', 1]])
    expect(await said(flowId)).toBe('Hello Dana')
    const newer = await runtime.deploy(greeting({ who: 'Maya' }, 2))
    expect(await said(newer)).toBe('Good day Maya')
    await runtime.stop()
    runtime = await place.start({}, { nodeSources: [source] })
    expect([await said(flowId), await said(newer)]).toEqual(['Hello Dana', 'Good day Maya'])
  })

  it('checks inputs by the version of the node, and refuses one that is not there', async () => {
    modules = [second, first]
    await runtime.catalogChanged()
    const { problems } = await runtime.call<{ problems: { path: string }[] }>(
      'POST',
      '/flows/validate',
      greeting({ name: 'Dana' }, 2),
    )
    expect(problems.map(({ path }) => path)).toContain('inputs.name')
    const refused = await runtime.api('POST', '/flows', greeting({ who: 'Dana' }, 3))
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ path: 'nodes[1].typeVersion' }] })
  })

  it('makes the inputs of an older version those of the newest', async () => {
    modules = [second, first]
    await runtime.catalogChanged()
    const old = { typeVersion: 1, inputs: { name: '$name' } }
    expect(await runtime.call<ActionUpgrade>('POST', '/actions/test-greet/upgrade', old)).toEqual({
      typeVersion: 2,
      inputs: { who: '$name' },
    })
    modules = [greet(2, 'who', 'Good day'), first]
    await runtime.catalogChanged()
    expect((await runtime.api('POST', '/actions/test-greet/upgrade', old)).status).toBe(422)
  })

  it('makes flows anew that use a definition which was replaced, and keeps drafts whose type went away', async () => {
    const flowId = await runtime.deploy(greeting({ name: 'Dana' }))
    expect(await said(flowId)).toBe('Hello Dana')
    modules = [greet(1, 'name', 'Welcome')]
    await runtime.catalogChanged()
    expect(await said(flowId)).toBe('Welcome Dana')
    modules = []
    await runtime.catalogChanged()
    const flow = await runtime.call<FlowResource>('GET', `/flows/${flowId}`)
    expect(flow.document.nodes[1]?.inputs).toEqual({ name: 'Dana' })
  })

  it.runIf(databaseKind === 'postgres')('reaches the other nodes on the database', async () => {
    const other = await place.start({}, { nodeSources: [source] })
    const flowId = await runtime.deploy(greeting({ name: 'Dana' }))
    modules = [second, first]
    await runtime.catalogChanged()
    await eventually(async () => {
      const { nodes } = await other.call<Catalog>('GET', '/catalog')
      return nodes.find(({ id }) => id === 'test-greet')?.typeVersion === 2
    })
    expect(await said(flowId, other)).toBe('Hello Dana')
    await other.stop()
  })
})
