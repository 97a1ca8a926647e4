import type { FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, board, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const number = '+17865550100'

/** The weather flow with room between its blocks, so that connections carry their times. */
function roomyWeather(origin: string): Flow {
  const sample: Flow = JSON.parse(
    JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', origin),
  )
  const nodes = sample.nodes.map((node) => ({ ...node, position: { x: node.position.x * 1.6, y: node.position.y } }))
  return { ...sample, nodes }
}

const said = (page: Page, words: string | RegExp) => page.getByRole('status').filter({ hasText: words })
const times = (page: Page) =>
  board(page)
    .locator('.react-flow__edgelabel-renderer')
    .getByText(/^(<?\d+ ms|\d.* s)$/)

test('a run lights up while it goes, its times stand on the connections, and it is read out', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const gate = Promise.withResolvers<void>()
  const answer = weatherService()
  service.replyWith(async (response, request) => {
    await gate.promise
    await answer(response, request)
  })
  const flowId = await api.deploy(roomyWeather(service.origin), [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const phone = page.getByRole('complementary', { name: 'Simulator' })
  await phone.getByRole('textbox', { name: 'Text message' }).fill('Weather')
  await phone.getByRole('button', { name: 'Send' }).click()
  await expect(block(page, 1).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await expect(block(page, 2).getByRole('img', { name: 'Running' })).toBeVisible()
  await expect(block(page, 3).getByRole('img', { name: 'Succeeded' })).toHaveCount(0)
  gate.resolve()
  await expect(block(page, 3).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await expect(said(page, 'The run ended: Succeeded')).toHaveCount(1)
  await expect(times(page)).toHaveCount(2)
})

test('the bar of a run hears that the run has ended while its first answer was on its way', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const gate = Promise.withResolvers<void>()
  const answer = weatherService()
  service.replyWith(async (response, request) => {
    await gate.promise
    await answer(response, request)
  })
  const flowId = await api.deploy(roomyWeather(service.origin), [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await expect(block(page, 1)).toBeVisible()
  // The first answer about the run is written while it runs, and comes when all its events have been told.
  const [read, told] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route(
    (url) => /^\/api\/runs\/[^/]+$/.test(url.pathname),
    async (route) => {
      const response = await route.fetch()
      read.resolve()
      await told.promise
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  const runId = await api.text({ from: '+13055550162', to: number, text: 'Weather' })
  await toolbarButton(page, 'Runs').click()
  await page
    .getByRole('button', { name: /Running/ })
    .first()
    .click()
  await read.promise
  gate.resolve()
  await api.ended(runId)
  const flow = await api.call<FlowResource>('GET', `/flows/${flowId}`)
  const renamed = { ...flow.document, name: 'Told after the run' }
  await api.call('PUT', `/flows/${flowId}`, renamed, { 'if-match': `"${flow.revision}"` })
  await expect(page.getByRole('banner').getByText('Told after the run')).toBeVisible()
  told.resolve()
  await expect(page.getByRole('region', { name: 'Run on the board' })).toContainText('Succeeded')
})

test('the exit that failed is drawn as failed, with its reason', async ({ designer: page, api, patchbay, service }) => {
  service.replyWith(closeSocket)
  const flowId = await api.deploy(roomyWeather(service.origin), [number])
  const runId = await api.text({ from: '+13055550161', to: number, text: 'Weather' })
  await api.ended(runId)
  await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
  await expect(block(page, 2).getByRole('img', { name: 'Failed' })).toBeVisible()
  await expect(block(page, 2).getByText('See the step')).toBeVisible()
  await expect(times(page).and(page.locator('[data-failed]'))).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Run on the board' })).toContainText('Took On Failure at #2')
})

test('edits and problems are read out', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<{ id: string }>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 4).click()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(said(page, '#4 Apology moved')).toHaveCount(1)
  await page.keyboard.press('Delete')
  await expect(said(page, '#4 Apology removed')).toHaveCount(1)
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'URL of Service' }).fill('')
  await expect(said(page, 'Problem: #2 Forecast')).toHaveCount(1)
})
