import type { FlowResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, board, connect, dragAction, fillTemplate, panel, toolbarButton } from '../e2e/board.ts'
import { expect, test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const number = '+17865550100'
const forecast = '/gridpoints/MFL/109,62/forecast'
const realService = 'https://api.weather.gov'
const apology =
  "We apologize for the inconvenience, but we couldn't complete your request at this time. Please try again later."

test.use({ viewport: { width: 1280, height: 800 } })

test('pictures of the tutorial', async ({ designer: page, api, patchbay, service }) => {
  test.slow()
  service.replyWith(weatherService())
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('textbox', { name: 'Flow Name' }).fill('Weather by text')
  await page.getByRole('button', { name: 'Create flow' }).click()
  await page.getByRole('heading', { name: 'What starts this flow?' }).waitFor()
  await picture(page, 'tutorial-empty')

  await drawFlow(page)
  await writeCall(page)
  await fillTemplate(panel(page), 'URL of Service', `${realService}${forecast}`)
  await panel(page).getByRole('heading', { name: 'Forecast' }).click()
  await picture(page, 'tutorial-call')
  // The pictures show the address people will use; only the calls go to the stand-in.
  await fillTemplate(panel(page), 'URL of Service', `${service.origin}${forecast}`)
  await pickValues(page)
  await fillTemplate(panel(page), 'URL of Service', `${realService}${forecast}`)

  await writeTexts(page)
  await toolbarButton(page, 'Save').click()
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
  await closeNotices(page)
  await assignNumber(page)
  await closeNotices(page)
  await toolbarButton(page, 'Deploy').click()
  await page.getByText('answers +1 786 555 0100 now').waitFor()
  await board(page).click({ position: { x: 30, y: 90 } })
  await picture(page, 'tutorial-deployed')

  const flow = (await api.call<{ items: readonly FlowResource[] }>('GET', '/flows')).items[0]
  if (flow === undefined) throw new Error('The tutorial made no flow.')
  const { document } = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  await api.redeploy(flow.id, JSON.parse(JSON.stringify(document).replace(realService, service.origin)))
  const runId = await api.text({ from: '+13055550119', to: number, text: 'How is the weather?' })
  await api.ended(runId)
  await api.redeploy(flow.id, document)

  await page.goto(`${patchbay.url}/flows/${flow.id}?run=${runId}`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page
    .getByRole('log')
    .getByText(/^It's 84 F/)
    .waitFor()
  await picture(page, 'tutorial-simulator')
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  const bar = page.getByRole('region', { name: 'Run on the board' })
  for (let step = 0; step < 2; step += 1) await bar.getByRole('button', { name: 'Next step' }).click()
  await block(page, 2).hover()
  await block(page, 2).getByRole('note').waitFor()
  await picture(page, 'tutorial-run', { keepPointer: true })
})

/** Trigger, call and the two texts; a picture while the first wire is drawn. */
async function drawFlow(page: Page): Promise<void> {
  await dragAction(page, 'Inbound SMS', { x: 130, y: 300 })
  await dragAction(page, 'External Web Call', { x: 390, y: 300 })
  await page.getByRole('banner').click()
  const exit = block(page, 1).getByRole('img', { name: 'Next of #1' })
  await exit.hover()
  await page.mouse.down()
  const target = await boxOf(block(page, 2))
  await page.mouse.move(target.x - 18, target.y + 60, { steps: 8 })
  await picture(page, 'tutorial-connect', { keepPointer: true })
  await page.mouse.move(target.x + 40, target.y + 40, { steps: 4 })
  await page.mouse.up()
  const last = await boxOf(block(page, 2))
  await block(page, 2).getByRole('img', { name: 'On Success of #2' }).hover()
  await page.mouse.down()
  await page.mouse.move(last.x + last.width + 50, last.y + 20, { steps: 8 })
  await page.mouse.up()
  await page.keyboard.type('sms')
  await picture(page, 'tutorial-quick-add', { keepPointer: true })
  await page.keyboard.press('Enter')
  await dragAction(page, 'Send SMS', { x: 650, y: 480 })
  await connect(page, { from: 2, exit: 'On Failure', to: 4 })
  await page.getByRole('toolbar', { name: 'View', exact: true }).getByRole('button', { name: 'Tidy up' }).click()
}

async function writeCall(page: Page): Promise<void> {
  await block(page, 2).click()
  await panel(page).getByRole('button', { name: 'Rename' }).click()
  await panel(page).getByRole('textbox', { name: 'Name' }).first().fill('Forecast')
  await page.keyboard.press('Enter')
  await panel(page).getByRole('button', { name: 'Add header' }).click()
  await panel(page).getByRole('textbox', { name: /^Key/ }).fill('User-Agent')
  await fillTemplate(panel(page), /^Value/, 'patchbay')
}

async function pickValues(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  const response = page.getByRole('dialog', { name: 'Response' })
  const values = [
    { value: /^temperature : 84/, name: 'temp' },
    { value: /^windSpeed : /, name: 'winds' },
    { value: /^detailedForecast : /, name: 'forecast' },
  ]
  for (const { value, name } of values) {
    await response.getByRole('treeitem', { name: value }).first().click()
    await response.getByRole('textbox', { name: 'Name' }).fill(name)
    if (name === 'winds') await picture(page, 'tutorial-response')
    await response.getByRole('button', { name: 'Add variable' }).click()
  }
  await response.getByRole('button', { name: 'Close' }).last().click()
}

async function writeTexts(page: Page): Promise<void> {
  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await page.keyboard.type("It's $temp")
  await page.keyboard.press('Escape')
  await page.keyboard.type(' F with $')
  await page.getByRole('option', { name: /\$winds/ }).waitFor()
  await picture(page, 'tutorial-variables', { keepPointer: true })
  await page.keyboard.press('Escape')
  await message.fill("It's $temp F with $winds winds. $forecast")
  await block(page, 4).click()
  await fillTemplate(panel(page), 'Message', apology)
}

async function assignNumber(page: Page): Promise<void> {
  await block(page, 1).click()
  await panel(page).getByRole('button', { name: 'Assign Number(s)' }).click()
  const numbers = page.getByRole('dialog', { name: 'Number Assignment' })
  await numbers.getByRole('checkbox', { name: /786 555 0100/ }).check()
  await picture(page, 'tutorial-number')
  await numbers.getByRole('button', { name: 'Assign Flow' }).click()
  await expect(numbers.getByText('This flow')).toBeVisible()
  await numbers.getByRole('button', { name: 'Close' }).last().click()
}

async function closeNotices(page: Page): Promise<void> {
  const close = page.getByRole('button', { name: 'Close this notice' })
  // One may go by itself meanwhile.
  await expect(async () => {
    for (const one of await close.all()) await one.click({ timeout: 1_000 }).catch(() => undefined)
    await expect(close).toHaveCount(0, { timeout: 100 })
  }).toPass({ timeout: 20_000 })
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the page.')
  return box
}
