import type { Locator } from '@playwright/test'
import { forecastText, weatherService } from '../../../runtime/test/helpers/weather.ts'
import {
  assignNumber,
  block,
  board,
  connect,
  dragAction,
  fillTemplate,
  panel,
  saveAndDeploy,
  toolbarButton,
} from './board.ts'
import { expect, test } from './patchbay.ts'

const apology =
  "We apologize for the inconvenience, but we couldn't complete your request at this time. Please try again later."

test('a flow drawn by hand answers a text with the weather', async ({ designer: page, service }) => {
  service.replyWith(weatherService())
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('button', { name: 'Create flow' }).click()

  await dragAction(page, 'Inbound SMS', { x: 120, y: 320 })
  await dragAction(page, 'External Web Call', { x: 380, y: 320 })
  await dragAction(page, 'Send SMS', { x: 650, y: 200 })
  await dragAction(page, 'Send SMS', { x: 650, y: 460 })
  await connect(page, { from: 1, exit: 'Next', to: 2 })
  await connect(page, { from: 2, exit: 'On Success', to: 3 })
  await connect(page, { from: 2, exit: 'On Failure', to: 4 })

  await block(page, 2).click()
  await fillTemplate(panel(page), 'URL of Service', `${service.origin}/gridpoints/MFL/109,62/forecast`)
  await panel(page).getByRole('button', { name: 'Add header' }).click()
  await panel(page).getByRole('textbox', { name: /^Key/ }).fill('User-Agent')
  await fillTemplate(panel(page), /^Value/, 'patchbay')

  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  const response = page.getByRole('dialog', { name: 'Response' })
  await expect(response.getByText('200 OK')).toBeVisible()
  await pick(response, { value: /^temperature : 84/, as: 'temp' })
  await pick(response, { value: /^windSpeed : /, as: 'winds' })
  await pick(response, { value: /^detailedForecast : /, as: 'forecast' })
  await response.getByRole('button', { name: 'Close' }).last().click()

  await block(page, 3).click()
  await fillTemplate(panel(page), 'Message', "It's currently $temp F with $winds winds. $forecast Enjoy your stay!")
  await block(page, 4).click()
  await fillTemplate(panel(page), 'Message', apology)

  await board(page).click({ position: { x: 30, y: 60 } })
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Weather at the hotel')
  await saveAndDeploy(page)
  await assignNumber(page, '+13055550164')

  await toolbarButton(page, 'Test').click()
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await simulator.getByRole('textbox', { name: 'Text message' }).fill('Weather')
  await simulator.getByRole('button', { name: 'Send' }).click()
  await expect(simulator.getByText(forecastText, { exact: true })).toBeVisible()
})

async function pick(response: Locator, choice: { value: RegExp; as: string }): Promise<void> {
  await response.getByRole('treeitem', { name: choice.value }).first().click()
  await response.getByRole('textbox', { name: 'Name' }).fill(choice.as)
  await response.getByRole('button', { name: 'Add variable' }).click()
}
