import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, dragAction, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

type Api = Parameters<Parameters<typeof test>[2]>[0]['api']

async function openSample(page: Page, api: Api, url: string): Promise<string> {
  const { id } = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${url}/flows/${id}`)
  await block(page, 1).waitFor()
  return id
}

async function saved(page: Page, api: Api, id: string) {
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!').last()).toBeVisible()
  await expect(page.getByText('Unsaved', { exact: true })).toHaveCount(0)
  return (await api.call<FlowResource>('GET', `/flows/${id}`)).document
}

/** The middle of the connection between two blocks that stand side by side, in pixels of the page. */
async function middleBetween(page: Page, left: number, right: number): Promise<{ x: number; y: number }> {
  const from = await block(page, left)
    .getByRole('img', { name: `Next of #${left}` })
    .boundingBox()
  const to = await block(page, right).boundingBox()
  if (!from || !to) throw new Error('Both blocks must be on the board.')
  return { x: (from.x + from.width + to.x) / 2, y: from.y + from.height / 2 }
}

test('every connection is drawn where it can be pointed at, and a block dropped on it goes into it', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const id = await openSample(page, api, patchbay.url)
  const middle = await middleBetween(page, 1, 2)
  const isOnWire = await page.evaluate(
    ({ x, y }) => document.elementFromPoint(x, y)?.closest('.react-flow__edge') !== null,
    middle,
  )
  expect(isOnWire).toBe(true)

  const pane = await board(page).boundingBox()
  await dragAction(page, 'Wait', { x: middle.x - (pane?.x ?? 0), y: middle.y - (pane?.y ?? 0) })
  await expect(block(page, 5)).toBeVisible()
  const { connections } = await saved(page, api, id)
  expect(connections).toContainEqual({ from: 1, exit: 'next', to: 5 })
  expect(connections).toContainEqual({ from: 5, exit: 'next', to: 2 })
  expect(connections).not.toContainEqual({ from: 1, exit: 'next', to: 2 })
})

test('a connection under the pointer offers to insert an action, and is removed by a key', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const id = await openSample(page, api, patchbay.url)
  const { x, y } = await middleBetween(page, 1, 2)
  await page.mouse.move(x, y)
  await page.getByRole('button', { name: 'Insert an action here' }).click()
  await page.getByRole('dialog', { name: 'Insert an action here' }).getByRole('option', { name: 'Wait' }).click()
  await expect(block(page, 5)).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  const wire = await block(page, 2).boundingBox()
  // Beside the button in the middle of the wire.
  await page.mouse.click(((wire?.x ?? 0) - x) * 0.6 + x, y)
  await page.keyboard.press('Delete')
  expect((await saved(page, api, id)).connections).toHaveLength(2)
})

test('a disabled block says so and is switched on again', async ({ designer: page, api, patchbay }) => {
  const id = await openSample(page, api, patchbay.url)
  await block(page, 2).click()
  await block(page, 2).getByRole('button', { name: 'Disable' }).click()
  expect((await saved(page, api, id)).nodes[1]?.disabled).toBe(true)
  await block(page, 2).getByRole('button', { name: 'Enable' }).click()
  expect((await saved(page, api, id)).nodes[1]?.disabled).toBeUndefined()
})

test('a block shows its key setting and its problem', async ({ designer: page, api, patchbay }) => {
  await openSample(page, api, patchbay.url)
  await expect(block(page, 2)).toContainText('GET')
  await expect(block(page, 2)).toContainText('api.weather.gov')
  await expect(block(page, 3)).toContainText("It's currently temp")
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'URL of Service' }).fill('')
  await expect(block(page, 2)).toContainText('URL of Service is empty')
  await expect(block(page, 2).getByRole('img', { name: 'Has a problem that stops a deploy' })).toBeVisible()
})
