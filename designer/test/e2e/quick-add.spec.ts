import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const picker = (page: Page) => page.getByRole('dialog', { name: 'Add an action after Next of #1' })

/** Pulls a wire out of the exit of #1 and lets it go on free ground; returns where, in pixels of the page. */
async function pullWire(page: Page): Promise<{ x: number; y: number }> {
  const ground = await board(page).boundingBox()
  if (ground === null) throw new Error('There is no board.')
  const end = { x: ground.x + 380, y: ground.y + ground.height - 230 }
  await block(page, 1).getByRole('img', { name: 'Next of #1' }).hover()
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 8 })
  await page.mouse.up()
  return end
}

test('a wire let go on free ground asks for an action, puts it there and connects it, in one step of undo', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = readSampleFlow('weather-forecast')
  const { id } = await api.call<FlowResource>('POST', '/flows', { ...sample, connections: [] })
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()

  const search = picker(page).getByRole('searchbox', { name: 'Search actions' })
  await pullWire(page)
  await expect(search).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(picker(page)).toHaveCount(0)
  await expect(block(page, 1)).toBeFocused()
  await expect(board(page).getByRole('article')).toHaveCount(4)

  const end = await pullWire(page)
  await expect(search).toBeFocused()
  await page.keyboard.type('wait')
  await expect(picker(page).getByRole('option', { name: 'Wait', exact: true })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(block(page, 5)).toBeFocused()
  const box = await block(page, 5).boundingBox()
  expect(Math.abs((box?.x ?? 0) - end.x)).toBeLessThan(12)
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const saved = (await api.call<FlowResource>('GET', `/flows/${id}`)).document
  expect(saved.connections).toEqual([{ from: 1, exit: 'next', to: 5 }])

  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 5)).toHaveCount(0)
  await expect(toolbarButton(page, 'Undo')).toBeDisabled()
})
