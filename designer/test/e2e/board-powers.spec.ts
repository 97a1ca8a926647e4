import type { FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { axeInBothThemes } from './axe-of.ts'
import { block, board, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

type Api = Parameters<Parameters<typeof test>[2]>[0]['api']

async function open(page: Page, { api, url, change }: { api: Api; url: string; change?: (flow: Flow) => Flow }) {
  const sample: Flow = readSampleFlow('weather-forecast')
  const { id } = await api.call<FlowResource>('POST', '/flows', change ? change(sample) : sample)
  await page.goto(`${url}/flows/${id}`)
  await expect(block(page, 1)).toBeVisible()
  return { id, saved: () => save(page, api, id) }
}

async function save(page: Page, api: Api, id: string): Promise<Flow> {
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!').last()).toBeVisible()
  await expect(page.getByText('Unsaved', { exact: true })).toHaveCount(0)
  return (await api.call<FlowResource>('GET', `/flows/${id}`)).document
}

function place(flow: Flow, id: number) {
  const found = flow.nodes.find((node) => node.id === id)
  if (!found) throw new Error(`#${id} is not in the flow.`)
  return found.position
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the page.')
  return box
}

async function selectTwo(page: Page, first: number, second: number): Promise<void> {
  await block(page, first).click()
  await block(page, second).click({ modifiers: ['Shift'] })
}

const several = (page: Page, count: number) => panel(page).getByRole('heading', { name: `${count} actions selected` })
const viewButton = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'View', exact: true }).getByRole('button', { name })
const note = (page: Page, id: number) => page.getByRole('group', { name: `Note ${id}`, exact: true })

test('blocks are selected by clicks, a rubber band and all at once', async ({ designer: page, api, patchbay }) => {
  await open(page, { api, url: patchbay.url })
  await selectTwo(page, 3, 4)
  await expect(several(page, 2)).toBeVisible()
  await block(page, 2).click({ modifiers: ['Control'] })
  await expect(several(page, 3)).toBeVisible()
  await block(page, 3).click({ modifiers: ['Control'] })
  await expect(several(page, 2)).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(several(page, 4)).toBeVisible()

  const [third, fourth] = [await boxOf(block(page, 3)), await boxOf(block(page, 4))]
  await page.keyboard.down('Shift')
  await page.mouse.move(third.x - 20, third.y - 20)
  await page.mouse.down()
  await page.mouse.move(fourth.x + fourth.width + 20, fourth.y + fourth.height + 20, { steps: 6 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(several(page, 2)).toBeVisible()
  await panel(page).getByRole('button', { name: 'Disable' }).click()
  await expect(panel(page).getByRole('button', { name: 'Enable' })).toBeVisible()
  await panel(page).getByRole('button', { name: 'Delete' }).click()
  await expect(board(page).getByRole('article')).toHaveCount(2)
})

test('copies go to the pointer, to another flow, and bring their connections', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const first = await open(page, { api, url: patchbay.url })
  await selectTwo(page, 2, 3)
  await page.keyboard.press('Control+c')
  const pane = await boxOf(board(page))
  await page.mouse.move(pane.x + 300, pane.y + pane.height - 130)
  await page.keyboard.press('Control+v')
  await expect(several(page, 2)).toBeVisible()
  const copy = await boxOf(block(page, 5))
  const other = await boxOf(block(page, 6))
  expect(Math.abs((copy.x + other.x + other.width) / 2 - pane.x - 300)).toBeLessThan(15)
  const flow = await first.saved()
  expect(flow.connections).toContainEqual({ from: 5, exit: 'success', to: 6 })
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 6)).toHaveCount(0)

  const second = await open(page, { api, url: patchbay.url })
  await page.mouse.move(pane.x + 300, pane.y + pane.height - 130)
  await page.keyboard.press('Control+v')
  await expect(several(page, 2)).toBeVisible()
  expect((await second.saved()).nodes.map(({ name }) => name)).toEqual([
    'Inbound SMS',
    'Forecast',
    'Forecast SMS',
    'Apology',
    'Forecast',
    'Forecast SMS',
  ])
})

test('what is copied in one window is pasted in another', async ({ designer: page, api, patchbay }) => {
  await open(page, { api, url: patchbay.url })
  const other = await page.context().newPage()
  const second = await open(other, { api, url: patchbay.url })
  await page.bringToFront()
  await selectTwo(page, 2, 3)
  await page.keyboard.press('Control+c')

  await other.bringToFront()
  await board(other).click({ position: { x: 300, y: 620 } })
  await other.keyboard.press('Control+v')
  await expect(several(other, 2)).toBeVisible()
  const flow = await second.saved()
  expect(flow.nodes.slice(4).map(({ name }) => name)).toEqual(['Forecast', 'Forecast SMS'])
  expect(flow.connections).toContainEqual({ from: 5, exit: 'success', to: 6 })
  await expect(board(page).getByRole('article')).toHaveCount(4)
})

test('cut, paste beside and duplicate', async ({ designer: page, api, patchbay }) => {
  await open(page, { api, url: patchbay.url })
  await block(page, 4).click()
  await page.keyboard.press('Control+x')
  await expect(block(page, 4)).toHaveCount(0)
  await page.mouse.move(10, 10)
  await page.keyboard.press('Control+v')
  await expect(block(page, 5)).toBeVisible()
  const before = await boxOf(block(page, 5))
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect(block(page, 6)).toBeVisible()
  expect((await boxOf(block(page, 6))).x).toBeGreaterThan(before.x)
  await page.keyboard.press('Control+d')
  await expect(block(page, 7)).toBeVisible()
})

test('a foreign text is not pasted, and the toast says why; fields keep their own clipboard', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await open(page, { api, url: patchbay.url })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(() => navigator.clipboard.writeText('{"nodes": [{"id": 1}]}'))
  await block(page, 2).click()
  await page.keyboard.press('Control+v')
  await expect(page.getByText('The clipboard holds no actions or notes.')).toBeVisible()
  await expect(board(page).getByRole('article')).toHaveCount(4)
  const timeout = panel(page).getByRole('textbox', { name: 'Timeout' })
  await timeout.fill('25')
  await timeout.selectText()
  await page.keyboard.press('Control+c')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('25')
})

test('blocks are aligned and spread from the panel, each in one step', async ({ designer: page, api, patchbay }) => {
  const { saved } = await open(page, { api, url: patchbay.url })
  await selectTwo(page, 1, 3)
  await panel(page).getByRole('button', { name: 'Align top edges' }).click()
  const aligned = await saved()
  expect(place(aligned, 1).y).toBe(place(aligned, 3).y)
  await toolbarButton(page, 'Undo').click()
  const back = await saved()
  expect(place(back, 1).y).not.toBe(place(back, 3).y)
  await block(page, 4).click({ modifiers: ['Shift'] })
  await panel(page).getByRole('button', { name: 'Space out down' }).click()
  const spread = await saved()
  const rows = [1, 3, 4].map((id) => place(spread, id).y).sort((a, b) => a - b)
  expect(rows.length).toBe(3)
})

test('tidying up lays a scattered flow out from left to right and is one step of undo', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const scatter = (flow: Flow): Flow => ({
    ...flow,
    nodes: flow.nodes.map((node) => ({ ...node, position: { x: 900 - node.id * 150, y: node.id * 170 } })),
  })
  const { saved } = await open(page, { api, url: patchbay.url, change: scatter })
  await viewButton(page, 'Tidy up').click()
  const tidy = await saved()
  const at = (id: number) => place(tidy, id)
  expect([at(2).x - at(1).x, at(3).x - at(2).x, at(4).x - at(3).x]).toEqual([280, 280, 0])
  expect(at(3).y).toBeLessThan(at(4).y)
  expect(at(1).y).toBe(at(2).y)
  await expect.poll(async () => Math.round((await boxOf(block(page, 1))).y - (await boxOf(block(page, 2))).y)).toBe(0)
  await toolbarButton(page, 'Undo').click()
  expect(place(await saved(), 1)).toEqual({ x: 750, y: 170 })
})

test('notes are added, written, moved, sized, brought back and deleted', async ({ designer: page, api, patchbay }) => {
  const { saved } = await open(page, { api, url: patchbay.url })
  await viewButton(page, 'Add note').click()
  await expect(page.getByRole('textbox', { name: 'Text of the note' })).toBeFocused()
  await page.keyboard.type('Ask Ana before you change this.')
  await page.keyboard.press('Escape')
  await expect(note(page, 1)).toBeFocused()
  await expect(note(page, 1).getByText('Ask Ana before you change this.')).toBeVisible()
  const before = (await saved()).notes[0]
  expect(before?.text).toBe('Ask Ana before you change this.')

  const box = await boxOf(note(page, 1))
  for (const id of [1, 2, 3, 4]) {
    const other = await boxOf(block(page, id))
    const isApart = Math.abs(other.x - box.x) >= 200 || other.y >= box.y + box.height || box.y >= other.y + other.height
    expect(isApart, `a new note does not lie under #${id}`).toBe(true)
  }
  await page.mouse.move(box.x + 60, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 140, { steps: 6 })
  await page.mouse.up()
  const moved = (await saved()).notes[0]
  expect(moved?.position.y).toBeGreaterThan((before?.position.y ?? 0) + 60)

  const corner = await boxOf(note(page, 1))
  await page.mouse.move(corner.x + corner.width, corner.y + corner.height)
  await page.mouse.down()
  await page.mouse.move(corner.x + corner.width + 100, corner.y + corner.height + 60, { steps: 6 })
  await page.mouse.up()
  const sized = (await saved()).notes[0]
  expect(sized?.size.width).toBeGreaterThan((moved?.size.width ?? 0) + 50)
  expect(sized?.position).toEqual(moved?.position)

  await note(page, 1).focus()
  await page.keyboard.press('Alt+ArrowRight')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  const keyed = (await saved()).notes[0]
  expect(keyed?.position.x).toBe((sized?.position.x ?? 0) + 10)
  expect(keyed?.size.height).toBe((sized?.size.height ?? 0) + 10)

  await note(page, 1).dblclick({ position: { x: 30, y: 20 } })
  await page.getByRole('textbox', { name: 'Text of the note' }).fill('Done')
  await page.keyboard.press('Control+Enter')
  await expect(note(page, 1).getByText('Done')).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(note(page, 1)).toHaveCount(0)
  await toolbarButton(page, 'Undo').click()
  await expect(note(page, 1).getByText('Done')).toBeVisible()
})

test('notes are duplicated, copied with blocks and alone, cut and pasted into another flow', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const size = { width: 200, height: 120 }
  const noted = (flow: Flow): Flow => ({
    ...flow,
    notes: [{ id: 1, position: { x: place(flow, 1).x, y: place(flow, 1).y - 200 }, size, text: 'Ask Ana' }],
  })
  const { saved } = await open(page, { api, url: patchbay.url, change: noted })
  await note(page, 1).click()
  await page.keyboard.press('Control+d')
  await expect(note(page, 2).getByText('Ask Ana')).toBeVisible()
  await page.keyboard.press('Control+x')
  await expect(note(page, 2)).toHaveCount(0)
  await toolbarButton(page, 'Undo').click()
  await toolbarButton(page, 'Undo').click()
  await note(page, 1).click()
  await block(page, 1).click({ modifiers: ['Shift'] })
  await page.keyboard.press('Control+c')
  await page.mouse.move(10, 10)
  await page.keyboard.press('Control+v')
  // There may be only one Inbound SMS.
  await expect(page.getByText('Pasted without Inbound SMS')).toBeVisible()
  const { nodes, notes } = await saved()
  expect(nodes).toHaveLength(4)
  expect(notes.map(({ text }) => text)).toEqual(['Ask Ana', 'Ask Ana'])

  await note(page, 1).click({ position: { x: 10, y: 10 } })
  await page.keyboard.press('Control+c')
  const second = await open(page, { api, url: patchbay.url })
  const pane = await boxOf(board(page))
  await page.mouse.move(pane.x + 300, pane.y + pane.height - 130)
  await page.keyboard.press('Control+v')
  await expect(note(page, 1).getByText('Ask Ana')).toBeVisible()
  expect((await second.saved()).notes).toMatchObject([{ text: 'Ask Ana', size }])
})

test('a note goes along with the block that lies on it', async ({ designer: page, api, patchbay }) => {
  const noted = (flow: Flow): Flow => ({
    ...flow,
    notes: [
      {
        id: 1,
        position: { x: place(flow, 4).x - 20, y: place(flow, 4).y - 20 },
        size: { width: 260, height: 240 },
        text: 'Sorry',
      },
    ],
  })
  const { saved } = await open(page, { api, url: patchbay.url, change: noted })
  await block(page, 4).click()
  await page.keyboard.press('Alt+ArrowDown')
  const flow = await saved()
  expect(flow.notes[0]?.position).toEqual({ x: place(flow, 4).x - 20, y: place(flow, 4).y - 20 })
})

test('the search finds by name and by what is typed in, lights the blocks and goes from one to the next', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await open(page, { api, url: patchbay.url })
  await page.keyboard.press('Control+f')
  const field = page.getByRole('searchbox', { name: 'Search the board' })
  await expect(field).toBeFocused()
  await page.keyboard.type('send sms')
  await expect(field).toHaveValue('send sms')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await expect(block(page, 3)).toHaveAttribute('data-found', 'current')
  await expect(block(page, 4)).toHaveAttribute('data-found', 'other')
  await page.keyboard.press('Enter')
  await expect(block(page, 4)).toHaveAttribute('aria-current', 'true')
  await page.keyboard.press('Shift+Enter')
  await expect(block(page, 3)).toHaveAttribute('data-found', 'current')
  await field.fill('We apologize for the inconvenience')
  await expect(page.getByText('1 of 1')).toBeVisible()
  await expect(block(page, 4)).toHaveAttribute('data-found', 'current')
  await field.fill('no such thing')
  await expect(page.getByText('Nothing found')).toBeVisible()
  await field.fill('apology')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(field).toHaveCount(0)
  await expect(block(page, 4)).toBeFocused()
})

test('the map is off at first and remembered; zoom to selection fills the board', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await open(page, { api, url: patchbay.url })
  const map = page.getByRole('img', { name: 'Map of the board' })
  await expect(map).toHaveCount(0)
  await viewButton(page, 'Show map').click()
  await expect(map).toBeVisible()
  await page.reload()
  await expect(map).toBeVisible()
  await viewButton(page, 'Hide map').click()
  await expect(map).toHaveCount(0)
  await viewButton(page, 'Zoom out').click()
  await viewButton(page, 'Zoom out').click()
  await selectTwo(page, 3, 4)
  await page.keyboard.press('Shift+2')
  const pane = await boxOf(board(page))
  const middle = async () => {
    const box = await boxOf(block(page, 3))
    return Math.abs(box.x + box.width / 2 - pane.x - pane.width / 2)
  }
  await expect.poll(middle).toBeLessThan(12)
})

test('a dragged block shows helper lines and is pulled onto them', async ({ designer: page, api, patchbay }) => {
  const uneven = (flow: Flow): Flow => ({
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === 3 ? { ...node, position: { x: node.position.x, y: 43 } } : node)),
  })
  const { saved } = await open(page, { api, url: patchbay.url, change: uneven })
  const [first, third] = [await boxOf(block(page, 1)), await boxOf(block(page, 3))]
  await page.mouse.move(first.x + 60, first.y + 20)
  await page.mouse.down()
  await page.mouse.move(first.x + 60, first.y + 10, { steps: 3 })
  await page.mouse.move(first.x + 60, third.y + 20, { steps: 8 })
  await expect(page.locator('[data-helper-line="across"]').first()).toBeVisible()
  await page.mouse.up()
  await expect(page.locator('[data-helper-line]')).toHaveCount(0)
  // Its top, middle or bottom in line with that of #3, none of which is a multiple of ten.
  expect([43, 55, 67]).toContain(place(await saved(), 1).y)
})

test('the board is panned by Space and by the wheel button, also over a block', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const { saved } = await open(page, { api, url: patchbay.url })
  const drag = async (button: 'left' | 'middle') => {
    const start = await boxOf(block(page, 2))
    await page.mouse.move(start.x + 60, start.y + 30)
    await page.mouse.down({ button })
    await page.mouse.move(start.x + 140, start.y + 90, { steps: 6 })
    await page.mouse.up({ button })
    // Panning begins a few pixels after the button goes down.
    await expect.poll(async () => (await boxOf(block(page, 2))).x - start.x).toBeGreaterThan(50)
  }
  await page.keyboard.down('Space')
  await drag('left')
  await page.keyboard.up('Space')
  await drag('middle')
  expect(place(await saved(), 2)).toEqual(place(readSampleFlow('weather-forecast'), 2))
})

test('two fingers zoom and one pans', async ({ browser, patchbay, designer, api }) => {
  const { id } = await open(designer, { api, url: patchbay.url })
  const context = await browser.newContext({
    hasTouch: true,
    viewport: { width: 1180, height: 820 },
    storageState: await designer.context().storageState(),
  })
  const page = await context.newPage()
  await page.goto(`${patchbay.url}/flows/${id}`)
  const before = await boxOf(block(page, 2))
  const touch = await context.newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly (readonly [number, number])[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], at) => ({ x, y, id: at })) })
  const pane = await boxOf(board(page))
  const [x, y] = [pane.x + pane.width / 2, pane.y + pane.height - 160]
  await send('touchStart', [[x, y]])
  for (const step of [10, 25, 40]) await send('touchMove', [[x + step, y]])
  await send('touchEnd', [])
  await expect.poll(async () => Math.round((await boxOf(block(page, 2))).x - before.x)).toBeGreaterThan(20)
  await send('touchStart', [
    [x - 100, y],
    [x + 100, y],
  ])
  for (const step of [10, 30, 50])
    await send('touchMove', [
      [x - 100 + step, y],
      [x + 100 - step, y],
    ])
  await send('touchEnd', [])
  await expect.poll(async () => (await boxOf(block(page, 2))).width).toBeLessThan(before.width * 0.8)
  await context.close()
})

test('axe finds nothing on notes, map, search and the panel of several', async ({ designer: page, api, patchbay }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, { api, url: patchbay.url })
  const check = async (where: string) => expect(await axeInBothThemes(page), where).toEqual([])
  await viewButton(page, 'Show map').click()
  await viewButton(page, 'Add note').click()
  await expect(page.getByRole('textbox', { name: 'Text of the note' })).toBeFocused()
  await page.keyboard.type('Plain paper, no colour.')
  await check('note-typing')
  await page.keyboard.press('Escape')
  await check('note-selected')
  await page.keyboard.press('Control+f')
  await page.keyboard.type('sms')
  await check('search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+a')
  await expect(several(page, 4)).toBeVisible()
  await check('several')
  await page.setViewportSize({ width: 1024, height: 768 })
  await viewButton(page, 'Fit to screen').click()
  await check('narrow')
})
