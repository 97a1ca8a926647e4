import type { FlowResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, dragAction, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

type Api = Parameters<Parameters<typeof test>[2]>[0]['api']

interface Point {
  readonly x: number
  readonly y: number
}

test('a carried block takes its connections along before it is put down, and is put down where it was seen', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await openBoard(page, api, patchbay.url)
  const start = await middleOf(block(page, 2))
  await page.mouse.move(start.x, start.y - 40)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 12 })

  const carried = await middleOf(block(page, 2))
  expect(carried.y - start.y).toBeGreaterThan(60)
  await expectConnected(page, { from: 1, exit: 'Next', to: 2 })
  await expectConnected(page, { from: 2, exit: 'Success', to: 3 })

  await page.mouse.up()
  const putDown = await middleOf(block(page, 2))
  expect(putDown.x).toBeCloseTo(carried.x, 0)
  expect(putDown.y).toBeCloseTo(carried.y, 0)
  await expectConnected(page, { from: 1, exit: 'Next', to: 2 })
  await toolbarButton(page, 'Undo').click()
  expect((await middleOf(block(page, 2))).y).toBeCloseTo(start.y, 0)
  await expectConnected(page, { from: 2, exit: 'Success', to: 3 })
})

test('a block carried to the edge pushes the view on and stays under the pointer', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await openBoard(page, api, patchbay.url)
  const fixedBefore = await middleOf(block(page, 3))
  const start = await middleOf(block(page, 2))
  const ground = await boxOf(board(page))
  await page.mouse.move(start.x, start.y - 40)
  await page.mouse.down()
  // A block is grasped where the pointer is after its first pixels.
  await page.mouse.move(start.x, start.y - 38)
  await page.mouse.move(start.x, ground.y + ground.height - 12, { steps: 12 })
  await expect.poll(async () => fixedBefore.y - (await middleOf(block(page, 3))).y).toBeGreaterThan(80)
  // Away from the edge the view comes to rest.
  await page.mouse.move(start.x, ground.y + ground.height / 2, { steps: 4 })
  const carried = await middleOf(block(page, 2))
  expect(Math.abs(carried.y - 40 - (ground.y + ground.height / 2))).toBeLessThan(20)
  await expectConnected(page, { from: 2, exit: 'Success', to: 3 })
  await page.mouse.up()
  expect((await middleOf(block(page, 2))).y).toBeCloseTo(carried.y, 0)
  await expectConnected(page, { from: 2, exit: 'Success', to: 3 })
})

test('a block that is deleted while it is carried leaves the others within reach', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await openBoard(page, api, patchbay.url)
  const start = await middleOf(block(page, 2))
  await page.mouse.move(start.x, start.y - 40)
  await page.mouse.down()
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 12 })
  await page.keyboard.press('Delete')
  await expect(block(page, 2)).toHaveCount(0)
  await page.mouse.move(start.x + 80, start.y + 60, { steps: 4 })
  await page.mouse.up()
  await block(page, 3).click({ timeout: 3_000 })
  await expect(block(page, 3)).toHaveAttribute('aria-current', 'true')
})

test('the board and its dots follow the hand that pans, and a new action lands where it is dropped', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await openBoard(page, api, patchbay.url)
  const before = await middleOf(block(page, 1))
  const dots = await dotPlace(page)
  const ground = await boxOf(board(page))
  await page.mouse.move(ground.x + 300, ground.y + ground.height - 120)
  await page.mouse.down()
  await page.mouse.move(ground.x + 307, ground.y + ground.height - 123, { steps: 4 })
  const during = await middleOf(block(page, 1))
  expect([Math.round(during.x - before.x), Math.round(during.y - before.y)]).toEqual([7, -3])
  expect(await dotPlace(page)).not.toEqual(dots)
  await page.mouse.move(ground.x + 360, ground.y + ground.height - 200, { steps: 4 })
  await page.mouse.up()

  const after = await middleOf(block(page, 1))
  expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([60, -80])
  await dragAction(page, 'Send SMS', { x: 400, y: ground.height - 160 })
  const dropped = await middleOf(block(page, 5))
  expect(Math.abs(dropped.x - (ground.x + 400))).toBeLessThan(30)
  expect(Math.abs(dropped.y - (ground.y + ground.height - 160))).toBeLessThan(70)
})

async function openBoard(page: Page, api: Api, url: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { id } = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${url}/flows/${id}`)
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox()
  if (!box) throw new Error('It is not in sight.')
  return box
}

async function middleOf(element: Locator): Promise<Point> {
  const box = await boxOf(element)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Where the pattern of dots begins. */
function dotPlace(page: Page): Promise<readonly (string | null)[]> {
  return page
    .locator('.react-flow__background pattern')
    .evaluate((dots) => [dots.getAttribute('x'), dots.getAttribute('y')])
}

/** The line of a connection begins at its exit and ends at the left edge of the block it leads to. */
async function expectConnected(page: Page, { from, exit, to }: { from: number; exit: string; to: number }) {
  const jack = await middleOf(block(page, from).getByRole('img', { name: `${exit} of #${from}` }))
  const target = await boxOf(block(page, to))
  const lines = await page.locator('.react-flow__edge-path').evaluateAll((paths) =>
    paths.flatMap((path) => {
      const matrix = path instanceof SVGPathElement ? path.getScreenCTM() : null
      if (!matrix || !(path instanceof SVGPathElement)) return []
      const start = path.getPointAtLength(0).matrixTransform(matrix)
      const end = path.getPointAtLength(path.getTotalLength()).matrixTransform(matrix)
      return [{ start: { x: start.x, y: start.y }, end: { x: end.x, y: end.y } }]
    }),
  )
  const found = lines.filter(({ start }) => Math.hypot(start.x - jack.x, start.y - jack.y) < 12)
  expect(found).toHaveLength(1)
  expect(Math.abs((found[0]?.end.x ?? 0) - target.x)).toBeLessThan(10)
  expect(found[0]?.end.y).toBeGreaterThan(target.y)
  expect(found[0]?.end.y).toBeLessThan(target.y + target.height)
}
