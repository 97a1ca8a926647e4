import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

test('a value clicked in the Response pop-up becomes a variable whose value the completion shows', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  service.replyWith(weatherService())
  const sample = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const { id } = await api.call<FlowResource>('POST', '/flows', JSON.parse(sample))
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 2).click()
  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  const response = page.getByRole('dialog', { name: 'Response' })
  await expect(response.getByText('200 OK')).toBeVisible()

  const direction = response.getByRole('treeitem', { name: /^windDirection : / }).first()
  await direction.click()
  await expect(response.getByRole('textbox', { name: 'Name' })).toHaveValue('windDirection')
  const shortest = response.getByRole('radio', { name: /^windDirection/ })
  await expect(shortest).toBeChecked()
  await expect(response.getByText('First of 14 places with this label')).toBeVisible()
  const exact = response.getByRole('radio', { name: /^properties\.periods\[0\]\.windDirection/ })
  await expect(exact).toBeVisible()
  await expect(response.getByText('SE', { exact: true })).toBeVisible()
  await response.getByRole('button', { name: 'Write my own' }).click()
  await response.getByRole('textbox', { name: 'Query Expression' }).fill('properties.periods[1].windDirection')
  await response.getByRole('textbox', { name: 'Query Expression' }).fill('nothing.here')
  await expect(response.getByText('Finds nothing in this reply')).toBeVisible()
  await response.getByRole('button', { name: 'Use a suggested one' }).click()
  await response.getByRole('textbox', { name: 'Name' }).fill('direction')
  await response.getByRole('button', { name: 'Add variable' }).click()
  await expect(direction).toContainText('$direction')

  await response.getByRole('radio', { name: 'Raw text' }).check({ force: true })
  await expect(response.getByText('"windDirection"').first()).toBeVisible()
  await response.getByRole('radio', { name: 'Request sent' }).check({ force: true })
  await expect(response.getByText(`${service.origin}/gridpoints/MFL/109,62/forecast`)).toBeVisible()
  await response.getByRole('button', { name: 'Close' }).last().click()

  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.fill('')
  await message.click()
  await page.keyboard.type('$dir')
  const offered = page.getByRole('option', { name: /\$direction/ })
  await expect(offered).toContainText('SE')
  await expect(page.getByText('last test').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(message).toHaveText('$direction')
})

test('the reply of a good test is kept as the sample of its action: after a reload it opens without a call', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  service.replyWith(weatherService())
  const sample = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const { id } = await api.call<FlowResource>('POST', '/flows', JSON.parse(sample))
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 2).click()
  await expect(panel(page).getByRole('button', { name: 'Sample reply' })).toHaveCount(0)
  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  await expect(page.getByRole('dialog', { name: 'Response' }).getByText('200 OK')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(async () => {
    const { document } = await api.call<FlowResource>('GET', `/flows/${id}`)
    expect(document.nodes.find((node) => node.id === 2)?.sample).toContain('windSpeed')
  }).toPass()
  const calls = service.requests.length

  await page.reload()
  await block(page, 2).click()
  await panel(page).getByRole('button', { name: 'Sample reply' }).click()
  const kept = page.getByRole('dialog', { name: 'Sample reply' })
  await expect(kept.getByRole('treeitem', { name: /^windSpeed : / }).first()).toBeVisible()
  await kept.getByRole('button', { name: 'Remove the sample' }).click()
  await expect(kept).toHaveCount(0)
  await expect(panel(page).getByRole('button', { name: 'Sample reply' })).toHaveCount(0)
  expect(service.requests).toHaveLength(calls)
})
