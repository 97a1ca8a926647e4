import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-node-id') ?? null)

test('undo and redo bring what they change into sight', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await expect(block(page, 4)).toHaveCount(0)
  const main = await board(page).boundingBox()
  if (main === null) throw new Error('No board.')
  const panAway = async () => {
    for (const _ of [1, 2, 3]) {
      await page.mouse.move(main.x + 80, main.y + main.height - 140)
      await page.mouse.down()
      await page.mouse.move(main.x + 80, main.y + 60, { steps: 4 })
      await page.mouse.up()
      await page.mouse.wheel(0, 1200)
    }
    await expect(block(page, 1)).not.toBeInViewport()
  }
  await panAway()
  await page.keyboard.press('Control+z')
  await expect(block(page, 4)).toBeInViewport()

  // A connection that comes back is one of the block it leaves.
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+z')
  await panAway()
  await page.keyboard.press('Control+y')
  await expect(block(page, 2)).toBeInViewport()

  // What is in sight already stays where it is.
  await page.keyboard.press('Control+z')
  await expect(block(page, 4)).toBeInViewport()
  const before = await block(page, 4).boundingBox()
  await page.keyboard.press('Control+y')
  await page.keyboard.press('Control+z')
  await expect(block(page, 4)).toBeVisible()
  expect(await block(page, 4).boundingBox()).toEqual(before)
})

test('the focus stays in the editor when undo takes the panel with its field away', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  for (const id of [3, 4]) {
    await block(page, id).click()
    const message = panel(page).getByRole('textbox', { name: 'Message' })
    await message.click()
    await page.keyboard.type('!')
    await expect(message).toContainText('!')
  }
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect.poll(() => focused(page)).toBe('3')
  // The keys of the editor go on working from there.
  await page.keyboard.press('Control+y')
  await page.keyboard.press('Control+y')
  await expect(panel(page).getByRole('textbox', { name: 'Message' })).toContainText('!')
})
