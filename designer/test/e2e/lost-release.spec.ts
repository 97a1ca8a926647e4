import type { FlowResource } from '@patchbay/shared/api'
import type { CDPSession, Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board } from './board.ts'
import { expect, test } from './patchbay.ts'

interface Point {
  readonly x: number
  readonly y: number
}

async function centre(element: Locator): Promise<Point> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('Not on the page.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function place(element: Locator): Promise<Point> {
  const { x, y } = (await element.boundingBox()) ?? { x: 0, y: 0 }
  return { x: Math.round(x), y: Math.round(y) }
}

/** Put down on the grid, and not carried on by the 90 pixels that the pointer went. */
async function stayed(element: Locator, { x, y }: Point): Promise<void> {
  const now = await place(element)
  expect(Math.hypot(now.x - x, now.y - y)).toBeLessThan(20)
}

/** The pointer comes back to the page without a button, after it was let go in another window. */
async function comeBack(page: Page, { x, y }: Point): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page)
  for (const at of [0, 30, 60, 90]) {
    await session.send('Input.dispatchMouseEvent', {
      type: 'mouseMoved',
      x: x + at,
      y: y + at,
      button: 'none',
      buttons: 0,
    })
  }
  await session.detach()
}

/** Presses at `from` and moves by 120 to the right, with the button still down. */
async function press(page: Page, from: Point): Promise<Point> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 120, from.y, { steps: 6 })
  return { x: from.x + 120, y: from.y }
}

test('a drag whose end the page never heard of ends when the pointer comes back without a button', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = readSampleFlow('weather-forecast')
  const flow = await api.call<FlowResource>('POST', '/flows', { ...sample, connections: [] })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(block(page, 1)).toBeVisible()

  const grip = await centre(block(page, 3).getByText(/^#3$/).or(block(page, 3)).first())
  const end = await press(page, { x: grip.x, y: grip.y - 20 })
  const carried = await place(block(page, 3))
  await comeBack(page, end)
  await stayed(block(page, 3), carried)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await place(block(page, 3))).x).toBeLessThan(carried.x - 60)
  await page.mouse.up()

  const main = await board(page).boundingBox()
  if (main === null) throw new Error('No board.')
  const ground = { x: main.x + 60, y: main.y + main.height - 120 }
  const panned = await press(page, ground)
  const moved = await place(block(page, 2))
  await comeBack(page, panned)
  await stayed(block(page, 2), moved)
  await page.mouse.up()

  await press(page, await centre(block(page, 1).getByRole('img', { name: 'Next of #1' })))
  await expect(page.locator('.react-flow__connection')).toHaveCount(1)
  await comeBack(page, ground)
  await expect(page.locator('.react-flow__connection')).toHaveCount(0)
  await expect(page.getByRole('searchbox', { name: 'Search actions' })).toHaveCount(1)
  await page.mouse.up()

  await page.keyboard.down('Shift')
  await press(page, ground)
  await expect(page.locator('.react-flow__selection')).toHaveCount(1)
  await page.keyboard.up('Shift')
  await comeBack(page, ground)
  await expect(page.locator('.react-flow__selection')).toHaveCount(0)
  await page.mouse.up()
})
