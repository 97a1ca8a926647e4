import type { FlowResource } from '@patchbay/shared/api'
import { type Flow, setFlowDetails } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import type { EditorServices } from '../editing/editor-services.ts'
import { createEditorStore } from '../editing/store/create-editor-store.ts'
import { isDirty } from '../editing/store/editor-state.ts'
import { save, saveDraft } from './save.ts'

const document: Flow = {
  formatVersion: 1,
  name: 'Weather',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [],
  connections: [],
  notes: [],
}

const resource = (flow: Flow, revision: number): FlowResource => ({
  id: 'f1',
  revision,
  document: flow,
  live: null,
  changes: 0,
  paused: false,
  nextNodeId: 1,
  createdAt: '2026-11-20T12:00:00Z',
  modifiedAt: '2026-11-20T12:00:00Z',
  modifiedBy: 'Maya',
  runs24h: { total: 0, failed: 0, caught: 0 },
})

/** An editor whose server answers each save when the test says so. */
function setUp() {
  const store = createEditorStore({ flow: resource(document, 1), catalog: { nodes: [] } })
  const saves: { readonly name: string; answer(): void; fail(): void }[] = []
  const server = {
    save: (_id: string, revision: number, flow: Flow) =>
      new Promise<FlowResource>((resolve, reject) => {
        saves.push({
          name: flow.name,
          answer: () => resolve(resource(flow, revision + 1)),
          fail: () => reject(new Error('The server did not answer.')),
        })
      }),
  }
  // Saving asks nothing else of the editor.
  const services = { store, server } as unknown as EditorServices
  const rename = (name: string) => store.getState().apply((flow) => setFlowDetails(flow, { name }))
  return { store, saves, services, rename }
}

test('a second save while one is under way stores what was typed meanwhile', async () => {
  const { store, saves, services, rename } = setUp()
  rename('First')
  const first = saveDraft(services)
  rename('Second')
  expect(save.isEnabled(store.getState())).toBe(true)
  const second = saveDraft(services)
  const third = saveDraft(services)
  expect(saves.map(({ name }) => name)).toEqual(['First'])
  saves[0]?.answer()
  await first
  await expect.poll(() => saves.map(({ name }) => name)).toEqual(['First', 'Second'])
  saves[1]?.answer()
  expect(await Promise.all([second, third])).toEqual([true, true])
  expect(saves).toHaveLength(2)
  expect(isDirty(store.getState())).toBe(false)
})

test('a second save is tried although the first one failed', async () => {
  const { saves, services, rename } = setUp()
  rename('First')
  const first = saveDraft(services)
  const second = saveDraft(services)
  saves[0]?.fail()
  await expect(first).rejects.toThrow('did not answer')
  await expect.poll(() => saves.length).toBe(2)
  saves[1]?.answer()
  expect(await second).toBe(true)
})
