import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, board, fillTemplate, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

function weather(origin: string) {
  return JSON.parse(JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', origin))
}

test('a run is replayed step by step with its values, and copied into the simulator', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const number = '+17865550100'
  service.replyWith(weatherService())
  const flowId = await api.deploy(weather(service.origin), [number])
  const runId = await api.text({ from: '+13055550151', to: number, text: 'Weather please' })
  await api.ended(runId)
  await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
  const bar = page.getByRole('region', { name: 'Run on the board' })
  await expect(block(page, 3).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await bar.getByRole('button', { name: 'Next step' }).click()
  await expect(block(page, 1).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await expect(block(page, 2).getByRole('img', { name: 'Succeeded' })).toHaveCount(0)
  await bar.getByRole('button', { name: 'Next step' }).click()
  await block(page, 2).hover()
  await expect(block(page, 2).getByRole('note')).toContainText('$winds')
  await expect(block(page, 2).getByRole('note')).toContainText('14 mph')
  await bar.getByRole('button', { name: 'Play the run step by step' }).click()
  await expect(bar.getByText('3 of 3')).toBeVisible()
  await bar.getByRole('button', { name: 'Copy its text into the simulator' }).click()
  await expect(page.getByRole('textbox', { name: 'Text message' })).toHaveValue('Weather please')
})

test('a run opens in its own version, read only, and that version is restored as draft', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const number = '+17865550100'
  service.replyWith(weatherService())
  const flowId = await api.deploy(weather(service.origin), [number])
  const runId = await api.text({ from: '+13055550153', to: number, text: 'Weather' })
  await api.ended(runId)
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await expect(block(page, 4)).toHaveCount(0)
  await toolbarButton(page, 'Runs').click()
  await page.getByRole('dialog', { name: 'Latest runs' }).getByTitle('Show on the board').click()
  await page.getByRole('button', { name: 'Open in v1' }).click()
  const banner = page.getByRole('region', { name: 'Version shown' })
  await expect(banner).toContainText('Version 1')
  await expect(block(page, 4)).toBeVisible()
  await expect(block(page, 3).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(block(page, 4)).toBeVisible()
  await banner.getByRole('button', { name: 'Go back to the draft' }).click()
  await expect(block(page, 4)).toHaveCount(0)

  await toolbarButton(page, 'Versions').click()
  await panel(page).getByRole('button', { name: 'Open version 1' }).click()
  await banner.getByRole('button', { name: 'Restore as draft' }).click()
  await expect(banner).toHaveCount(0)
  await expect(block(page, 4)).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 4)).toHaveCount(0)
})

test('a failed run is run again from its failed step', async ({ designer: page, api, patchbay, service }) => {
  const number = '+17865550100'
  service.replyWith(closeSocket)
  const flowId = await api.deploy(weather(service.origin), [number])
  const runId = await api.text({ from: '+13055550155', to: number, text: 'Weather' })
  await api.ended(runId)
  service.replyWith(weatherService())
  await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
  const bar = page.getByRole('region', { name: 'Run on the board' })
  await expect(block(page, 2).getByRole('img', { name: 'Failed' })).toBeVisible()
  await bar.getByRole('button', { name: 'Next step' }).click()
  await bar.getByRole('button', { name: 'Next step' }).click()
  await bar.getByRole('button', { name: 'Run it again from step 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run it again from step 2' }).click()
  await expect(block(page, 2).getByRole('img', { name: 'Succeeded' })).toBeVisible()
  await expect(block(page, 3).getByRole('img', { name: 'Succeeded' })).toBeVisible()
})

test('what is not live yet is marked on the board, removed blocks as ghosts', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flowId = await api.deploy(readSampleFlow('weather-forecast'), [])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await block(page, 3).click()
  await fillTemplate(panel(page), 'Message', 'Shorter')
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'Timeout' }).fill('30')
  await page.getByRole('button', { name: /changes not live/ }).click()
  await expect(page.getByText(/^live v1 since Today, /)).toBeVisible()
  for (const sentence of [
    '#2 Forecast: Timeout 10 s became 30 s',
    '#3 Forecast SMS: Message changed',
    '#4 Apology was removed',
  ]) {
    await expect(page.getByText(sentence)).toBeVisible()
  }
  await page.getByRole('button', { name: 'Show on the board' }).click()
  const bar = page.getByRole('region', { name: 'Comparison with what is live' })
  await expect(bar).toContainText('Compared with live v1')
  await expect(bar).toContainText('1 removed')
  await expect(block(page, 3).getByText('Changed')).toBeVisible()
  await expect(board(page).getByRole('img', { name: /^#4 .*, removed$/ })).toBeVisible()
  await bar.getByRole('button', { name: 'Leave the comparison' }).click()
  await expect(board(page).getByRole('img', { name: /^#4 .*, removed$/ })).toHaveCount(0)
})

test('retry and deadline are set in General, a paused flow shows the events it holds', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const number = '+17865550100'
  const flowId = await api.deploy(readSampleFlow('weather-forecast'), [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await panel(page).getByRole('button', { name: 'Pause flow' }).click()
  await expect(page.getByText('Paused v1')).toBeVisible()
  await api.call('POST', '/simulator/messages', { from: '+13055550157', to: number, text: 'Weather' })
  await page.reload()
  await expect(page.getByRole('banner').getByText('1 event held')).toBeVisible()
  await page.goto(`${patchbay.url}/runs?flowId=${flowId}`)
  await expect(page.getByText('Held until the flow is resumed')).toBeVisible()

  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 2).click()
  await panel(page)
    .getByRole('button', { name: /^General/ })
    .click()
  await panel(page).getByRole('textbox', { name: 'Tries in all' }).fill('3')
  await panel(page).getByRole('textbox', { name: 'First wait' }).fill('7')
  await panel(page)
    .getByRole('checkbox', { name: /it is busy/ })
    .uncheck()
  await panel(page).getByRole('textbox', { name: 'Deadline' }).fill('60')
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const saved = await api.call<FlowResource>('GET', `/flows/${flowId}`)
  expect(saved.document.nodes[1]).toMatchObject({
    retry: { attempts: 3, backoffSeconds: 7, on: ['not-reached', 'timeout', 'server-error'] },
    deadlineSeconds: 60,
  })
})

test('a deploy says at which address the flow answers', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('order-ready'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
  await expect(page.getByText(`Live v1 answers at /triggers/${flow.id} now.`)).toBeVisible()
  expect(await api.runs(`?flowId=${flow.id}`)).toEqual([])
})

test('a deploy says which numbers answer, and where there is none', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('v1 is live, but has no number to be texted at.')).toBeVisible()
  await api.call('POST', '/numbers/assign', { flowId: flow.id, numbers: ['+13055550164'], replace: true })
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'Timeout' }).fill('20')
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Live v2 answers +1 305 555 0164 now.')).toBeVisible()
})

test('Esc lets go of the selection, then leaves a comparison, a version and a run', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const number = '+17865550100'
  service.replyWith(weatherService())
  const flowId = await api.deploy(weather(service.origin), [number])
  const runId = await api.text({ from: '+13055550159', to: number, text: 'Weather' })
  await api.ended(runId)
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: /not live/ }).click()
  await page.getByRole('button', { name: 'Show on the board' }).click()
  const comparison = page.getByRole('region', { name: 'Comparison with what is live' })
  await block(page, 3).click()
  await page.keyboard.press('Escape')
  await expect(panel(page).getByRole('textbox', { name: 'Flow Name' })).toBeVisible()
  await expect(comparison).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(comparison).toHaveCount(0)

  await toolbarButton(page, 'Versions').click()
  await panel(page).getByRole('button', { name: 'Open version 1' }).click()
  await expect(block(page, 4)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('region', { name: 'Version shown' })).toHaveCount(0)
  await expect(block(page, 4)).toHaveCount(0)

  await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
  const bar = page.getByRole('region', { name: 'Run on the board' })
  await expect(bar.getByRole('button', { name: 'Open run' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bar).toHaveCount(0)
})
