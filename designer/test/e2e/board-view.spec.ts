import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

test('fit brings every block into sight, zoom changes the scale, and blocks stand on the grid', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const sample = readSampleFlow('weather-forecast')
  const far = sample.nodes.map((node) => (node.id === 4 ? { ...node, position: { x: 2600, y: 1400 } } : node))
  const { id } = await api.call<FlowResource>('POST', '/flows', { ...sample, nodes: far })
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()
  const view = page.getByRole('toolbar', { name: 'View', exact: true })
  const percent = async () => Number.parseInt((await view.getByText(/^\d+%$/).textContent()) ?? '', 10)
  const fitted = await percent()
  expect(fitted).toBeLessThan(100)
  await page.keyboard.press('Control++')
  await expect.poll(percent).toBeGreaterThan(fitted)
  await expect(block(page, 4)).not.toBeInViewport({ ratio: 0.99 })
  await view.getByRole('button', { name: 'Fit to screen' }).click()
  for (const node of [1, 2, 3, 4]) await expect(block(page, node)).toBeInViewport({ ratio: 0.99 })

  const box = await block(page, 1).boundingBox()
  if (box === null) throw new Error('#1 is not on the board.')
  await page.mouse.move(box.x + 20, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + 67, box.y + 59, { steps: 5 })
  await page.mouse.up()
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const saved = (await api.call<FlowResource>('GET', `/flows/${id}`)).document
  const place = saved.nodes[0]?.position ?? { x: 1, y: 1 }
  expect(place).not.toEqual(sample.nodes[0]?.position)
  expect([place.x % 10, place.y % 10]).toEqual([0, 0])
})

test('skeletons stand for what is loading, and an error says what to do', async ({ designer: page, patchbay }) => {
  const gate = Promise.withResolvers<void>()
  await page.route('**/api/addresses*', async (route) => {
    await gate.promise
    await route.fulfill({ status: 503, contentType: 'text/plain', body: 'busy' })
  })
  await page.goto(`${patchbay.url}/numbers`)
  await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible()
  gate.resolve()
  const alert = page.getByRole('alert').filter({ hasText: 'This could not be loaded' })
  await expect(alert).toBeVisible({ timeout: 30_000 })
  await page.unroute('**/api/addresses*')
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Weather line')).toBeVisible()
})

test('an empty board teaches: the first trigger is one press away', async ({ designer: page }) => {
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('button', { name: 'Create flow' }).click()
  await expect(page.getByRole('heading', { name: 'What starts this flow?' })).toBeVisible()
  await board(page)
    .getByRole('button', { name: /A text arrives/ })
    .click()
  await expect(block(page, 1)).toContainText('Inbound SMS')
})
