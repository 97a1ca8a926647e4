import type { FlowResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { block, board, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

const phones = [
  { width: 360, height: 740 },
  { width: 390, height: 844 },
] as const

/** Nothing of the page is beyond its right edge. */
async function fits(page: Page): Promise<void> {
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  await expect.poll(overflow).toBe(0)
}

async function boxOf(element: Locator) {
  const box = await element.boundingBox()
  if (box === null) throw new Error('Not on the page.')
  return { ...box, right: box.x + box.width, bottom: box.y + box.height }
}

test('on a phone lists are cards with the name first, and every page fits', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const number = '+17865550100'
  const sample = readSampleFlow('weather-forecast')
  const nodes = sample.nodes.filter(({ id }) => id === 1)
  await api.deploy({ ...sample, name: 'Rescheduling of appointments', nodes, connections: [] }, [number])
  const runId = await api.text({ from: '+13055550155', to: number, text: 'Hello' })
  for (const size of phones) {
    await page.setViewportSize(size)
    for (const path of ['/', '/runs', `/runs/${runId}`, '/numbers', '/accounts', '/settings']) {
      await page.goto(`${patchbay.url}${path}`)
      await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
      await fits(page)
    }
    await page.goto(`${patchbay.url}/flows`)
    const card = page.getByRole('row').filter({ hasText: 'Rescheduling of appointments' }).first()
    const [name, status] = [card.getByRole('link', { name: 'Rescheduling of appointments' }), card.getByText('Live v1')]
    expect((await boxOf(name)).bottom).toBeLessThanOrEqual((await boxOf(status)).y + 1)
    await expect(card).toContainText('+1 786 555 0100')
    // The way to every page is at the thumb.
    const tabs = page.getByRole('navigation', { name: 'Main' }).getByRole('link')
    for (const tab of await tabs.all()) expect((await boxOf(tab)).y).toBeGreaterThan(size.height - 80)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  }
})

test('on a phone a flow is its outline, its panel a sheet that closes, and it is tested, paused and rolled back', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await page.setViewportSize(phones[0])
  const number = '+13055550142'
  const sample = readSampleFlow('weather-forecast')
  const nodes = sample.nodes.filter(({ id }) => id === 1 || id === 4)
  const document = { ...sample, name: 'In the pocket', nodes, connections: [{ from: 1, exit: 'next', to: 4 }] }
  const flowId = await api.deploy(document, [number])
  await api.redeploy(flowId, { ...document, description: 'Second version' })
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  const line = page.getByRole('treeitem', { name: /^#4 / })
  await expect(line).toBeVisible()
  await fits(page)
  await expect(panel(page)).toHaveCount(0)

  await line.click()
  await expect(panel(page).getByRole('textbox', { name: 'Message' })).toBeVisible()
  await fits(page)
  // The flow stays in sight above the sheet.
  expect((await boxOf(panel(page))).y).toBeGreaterThan(80)
  await page.getByRole('button', { name: 'Close the panel' }).click()
  await expect(panel(page)).toHaveCount(0)
  await line.click()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)

  await page.getByRole('button', { name: 'Add an action after On Success of #4' }).click()
  await page.getByRole('option', { name: /Wait/ }).first().click()
  await expect(page.getByRole('treeitem', { name: /^#\d+ Wait/ })).toBeVisible()

  await page.getByRole('banner').getByRole('button', { name: 'Test' }).first().click()
  // With changes that are not live, the draft is what a test is for.
  await page.getByRole('radiogroup', { name: 'What is tested' }).getByText(/^Live/).click()
  await page.getByRole('textbox', { name: 'Text message' }).fill('Hello')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Close simulator' }).click()
  const bar = page.getByRole('region', { name: 'Run on the board' })
  await expect(bar).toContainText('Succeeded')
  await fits(page)
  await bar.getByRole('button').last().click()

  await page.getByRole('button', { name: 'Flow settings' }).click()
  await panel(page).getByRole('button', { name: 'Pause flow' }).click()
  await expect(page.getByRole('alert').filter({ hasText: /paused/i })).toBeVisible()
  await page.getByRole('button', { name: 'Close the panel' }).click()
  await page.getByRole('button', { name: 'Versions' }).click()
  await panel(page).getByRole('button', { name: 'Make it live' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click()
  await expect.poll(async () => (await api.call<FlowResource>('GET', `/flows/${flowId}`)).live?.version).not.toBe(2)
})

test('the board is fitted anew as the window changes, never below 85 % by itself, and keeps its edges free', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(block(page, 4)).toBeInViewport({ ratio: 1 })
  const view = page.getByRole('toolbar', { name: 'View', exact: true })
  const percent = async () => Number.parseInt((await view.getByText(/^\d+%$/).textContent()) ?? '', 10)
  for (const width of [1366, 1024, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 })
    await expect.poll(async () => (await boxOf(board(page))).width).toBeLessThan(width)
    const main = await boxOf(board(page))
    await expect.poll(percent).toBeGreaterThanOrEqual(85)
    const first = await boxOf(block(page, 1))
    expect(first.x).toBeGreaterThanOrEqual(main.x + 20)
    expect(first.y).toBeGreaterThanOrEqual(main.y + 50)
  }
  // Every open exit has its +, and one that lies beyond the edge comes in with a click on its block.
  await page.setViewportSize({ width: 1024, height: 768 })
  for (const id of [3, 4]) {
    await block(page, id).click({ position: { x: 20, y: 20 } })
    for (const exit of ['On Success', 'On Failure']) {
      const plus = block(page, id).getByRole('button', { name: `Add an action after ${exit} of #${id}` })
      await expect.poll(async () => (await boxOf(plus)).right).toBeLessThan((await boxOf(panel(page))).x)
    }
  }
  // Whoever asks for the whole flow gets it, however small; a view that somebody moved stays while panels come and go.
  await view.getByRole('button', { name: 'Fit to screen' }).click()
  await expect.poll(percent).toBeLessThan(85)
  await page.getByRole('button', { name: 'Zoom in' }).click()
  const zoomed = await percent()
  await page.getByRole('button', { name: /^Problems/ }).click()
  await expect(page.getByRole('button', { name: 'Close problems' })).toBeVisible()
  expect(await percent()).toBe(zoomed)
})

test('the note of a failure lies above the blocks beneath it', async ({ designer: page, api, patchbay, service }) => {
  service.replyWith(closeSocket)
  const sample = readSampleFlow('weather-forecast')
  const [first, second, third, fourth] = sample.nodes
  if (!first || !second || !third || !fourth) throw new Error('The sample has fewer actions.')
  const call = { ...second, inputs: { ...second.inputs, url: service.origin } }
  const below = { ...fourth, position: { x: second.position.x, y: second.position.y + 170 } }
  const number = '+17865550100'
  const flowId = await api.deploy({ ...sample, nodes: [first, call, third, below] }, [number])
  const runId = await api.text({ from: '+13055550156', to: number, text: 'Hello' })
  await expect.poll(async () => (await api.run(runId)).status).toBe('succeeded')
  await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
  const link = block(page, 2).getByRole('button', { name: 'See the step' })
  await link.click()
  await expect(page).toHaveURL(new RegExp(`/runs/${runId}`))
})
