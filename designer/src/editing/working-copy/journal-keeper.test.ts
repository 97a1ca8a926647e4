import { renameNode, setFlowDetails, setInput } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { isDirty } from '../store/editor-state.ts'
import { MOST_HISTORY, MOST_STEPS } from './journal.ts'
import { createStorage, draft, openPage, type Page, resourceOf, settled } from './test-rig.ts'

const rename = ({ store }: Page, name: string) => store.getState().apply((flow) => setFlowDetails(flow, { name }))
const nameOf = ({ store }: Page) => store.getState().document.name

test('what was edited is found again with undo and redo', async () => {
  const storage = createStorage()
  const before = openPage({ storage })
  for (const name of ['One', 'Two', 'Three']) rename(before, name)
  before.store.getState().undo()
  await settled()
  const after = openPage({ storage })
  expect(nameOf(after)).toBe('Two')
  expect(isDirty(after.store.getState())).toBe(true)
  after.store.getState().redo()
  expect(nameOf(after)).toBe('Three')
  for (const name of ['Two', 'One', 'Weather']) {
    after.store.getState().undo()
    expect(nameOf(after)).toBe(name)
  }
  expect(isDirty(after.store.getState())).toBe(false)
})

test('an edit is in the storage before the next task begins', async () => {
  const page = openPage()
  rename(page, 'Typed')
  await Promise.resolve()
  expect(page.stored()?.document.name).toBe('Typed')
})

test('undo goes on behind a save, after a reload, too', async () => {
  const storage = createStorage()
  const page = openPage({ storage })
  rename(page, 'Saved')
  const { document } = page.store.getState()
  const saved = resourceOf(document, 5)
  page.store.getState().markSaved(document, saved)
  await settled()
  expect(page.stored()?.unsaved).toBe(false)
  const after = openPage({ storage, flow: saved })
  expect(isDirty(after.store.getState())).toBe(false)
  after.store.getState().undo()
  expect(nameOf(after)).toBe('Weather')
})

test('a secret of an action that came while the flow was open does not reach the storage', async () => {
  const page = openPage({
    flow: resourceOf({ ...draft, nodes: draft.nodes.map((node) => ({ ...node, type: 'later' })) }),
  })
  const state = page.store.getState()
  state.setCatalog({ ...state.catalog, nodes: state.catalog.nodes.map((known) => ({ ...known, id: 'later' })) })
  state.apply((flow) => setInput(flow, 1, ['password'], 'hunter2'))
  rename(page, 'Typed')
  await settled()
  expect(page.storedText()).toContain('Typed')
  expect(page.storedText()).not.toContain('hunter')
})

test('no secret in plain text reaches the storage, not as a step of undo either', async () => {
  const page = openPage()
  const type = (text: string) => page.store.getState().apply((flow) => setInput(flow, 1, ['password'], text))
  type('hunter2')
  type('hunter3')
  page.store.getState().apply((flow) => setInput(flow, 1, ['url'], 'https://example.com'))
  await settled()
  expect(page.storedText()).toContain('https://example.com')
  expect(page.storedText()).not.toContain('hunter')
  expect(page.stored()).toMatchObject({ secretsLeftOut: true })
  expect(page.keeper.isSafe()).toBe(false)
})

test('steps are kept up to a number and a size, the nearest ones first', async () => {
  const page = openPage()
  for (let step = 1; step <= MOST_STEPS + 50; step += 1) rename(page, `Step ${step}`)
  await settled()
  const names = page.stored()?.past.map(({ document }) => document.name) ?? []
  expect(names).toHaveLength(MOST_STEPS)
  expect(names.at(-1)).toBe(`Step ${MOST_STEPS + 49}`)

  for (let step = 0; step < 20; step += 1) {
    page.store.getState().apply((flow) => setFlowDetails(flow, { description: `${step}`.repeat(40_000) }))
  }
  await settled()
  expect(page.storedText().length).toBeLessThan(MOST_HISTORY + 100_000)
  expect(page.stored()?.past.length).toBeGreaterThan(3)
})

test('a step of a large flow takes little room', async () => {
  const nodes = Array.from({ length: 500 }, (_, index) => ({
    ...draft.nodes[0],
    id: index + 1,
    type: 'call',
    name: `Call ${index}`,
    position: { x: index, y: 0 },
    inputs: { url: 'https://example.com' },
  }))
  const page = openPage({ flow: resourceOf({ ...draft, nodes }) })
  for (let step = 0; step < 100; step += 1) {
    page.store.getState().apply((flow) => renameNode(flow, step + 1, `Renamed ${step}`))
  }
  await settled()
  const journal = page.stored()
  expect(journal?.past).toHaveLength(100)
  expect(page.storedText().length - JSON.stringify(journal?.document).length).toBeLessThan(30_000)
})

test('a full storage gives up steps of saved flows first, then its own, never the document', async () => {
  const storage = createStorage()
  const other = openPage({ storage, flowId: 'other' })
  rename(other, 'Draft of the other')
  const { document } = other.store.getState()
  other.store.getState().markSaved(document, resourceOf(document, 5))
  await settled()
  storage.room = other.storedText().length + 100
  const page = openPage({ storage })
  rename(page, 'One')
  await settled()
  expect(other.stored()).toBeNull()
  expect(page.stored()?.document.name).toBe('One')

  storage.room = page.storedText().length + 60
  for (const name of ['Two', 'Three', 'Four']) rename(page, name)
  await settled()
  expect(page.stored()).toMatchObject({ document: { name: 'Four' }, past: [] })
  expect(page.keeper.isSafe()).toBe(true)

  storage.room = 10
  rename(page, 'Five')
  await settled()
  expect(page.keeper.isSafe()).toBe(false)
})

test('damaged storage is no working copy', () => {
  const storage = createStorage()
  for (const text of ['', '{}', '{"format":1}\n{}', 'null\nnull', '[]']) {
    storage.setItem('patchbay.journal.maya.f1', text)
    expect(nameOf(openPage({ storage }))).toBe('Weather')
  }
})

test('damaged steps are left out, and the document stays', async () => {
  const storage = createStorage()
  const page = openPage({ storage })
  for (const name of ['One', 'Two', 'Three']) rename(page, name)
  await settled()
  const lines = page.storedText().split('\n')
  storage.setItem('patchbay.journal.maya.f1', lines.with(3, '{"change":{"at":1}}').join('\n'))
  const after = openPage({ storage })
  expect(nameOf(after)).toBe('Three')
  expect(after.store.getState().past.map(({ document }) => document.name)).toEqual(['Two'])
})

test('a second page begins with the edits of the first and follows them, and the first those of the second', async () => {
  const storage = createStorage()
  const first = openPage({ storage, session: 'a' })
  rename(first, 'From the first')
  await settled()
  const second = openPage({ storage, session: 'b' })
  expect(nameOf(second)).toBe('From the first')
  const { nodes } = first.store.getState().document
  rename(second, 'From the second')
  await settled()
  await first.keeper.adopt(second.storedText())
  expect(nameOf(first)).toBe('From the second')
  expect(first.store.getState().document.nodes).toBe(nodes)
  first.store.getState().undo()
  expect(nameOf(first)).toBe('From the first')
  await settled()
  await second.keeper.adopt(first.storedText())
  expect(nameOf(second)).toBe('From the first')
  second.store.getState().redo()
  expect(nameOf(second)).toBe('From the second')
})

test('of edits made in two pages at the same moment the later one stands, the other is one undo away', async () => {
  for (const [early, late] of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const storage = createStorage()
    const pages = ['a', 'b'].map((session) => openPage({ storage, session, now: () => (session === late ? 2 : 1) }))
    const [a, b] = pages
    if (!a || !b) throw new Error('There are two pages.')
    rename(a, 'a')
    await settled()
    const ofA = a.storedText()
    rename(b, 'b')
    await settled()
    await a.keeper.adopt(b.storedText())
    await b.keeper.adopt(ofA)
    for (const page of pages) expect(nameOf(page)).toBe(late)
    const winner = late === 'a' ? a : b
    winner.store.getState().undo()
    expect(nameOf(winner)).toBe(early)
  }
})

test('a secret that is typed here survives what another page does', async () => {
  const storage = createStorage()
  const first = openPage({ storage, session: 'a' })
  const second = openPage({ storage, session: 'b' })
  first.store.getState().apply((flow) => setInput(flow, 1, ['password'], 'hunter2'))
  await settled()
  await second.keeper.adopt(first.storedText())
  rename(second, 'Renamed')
  await settled()
  await first.keeper.adopt(second.storedText())
  expect(nameOf(first)).toBe('Renamed')
  expect(first.store.getState().document.nodes[0]?.inputs.password).toBe('hunter2')
})

test('a save in one page leaves nothing unsaved in the other', async () => {
  const storage = createStorage()
  const first = openPage({ storage, session: 'a' })
  rename(first, 'Saved')
  await settled()
  const { document } = first.store.getState()
  const saved = resourceOf(document, 5)
  const second = openPage({ storage, session: 'b', flow: resourceOf(draft) })
  expect(isDirty(second.store.getState())).toBe(true)
  // The page reads the flow anew when it hears of another revision.
  const third = openPage({ storage, session: 'c', flow: saved })
  first.store.getState().markSaved(document, saved)
  await settled()
  await third.keeper.adopt(first.storedText())
  expect(isDirty(third.store.getState())).toBe(false)
  expect(third.store.getState().revision).toBe(5)
})
