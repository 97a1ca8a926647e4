import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { hang } from '../../../runtime/test/helpers/stand-in.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const number = '+17865550100'
const contact = '+13055550119'
const realService = 'https://api.weather.gov'

test('pictures of the documentation', async ({ designer: page, api, patchbay, service }) => {
  test.slow()
  service.replyWith(weatherService())
  // The pictures show the address people will use; only the calls go to the stand-in.
  const document = readSampleFlow('weather-forecast')
  const local = JSON.parse(
    JSON.stringify(document).replace(realService, service.origin).replace('"timeoutSeconds":10', '"timeoutSeconds":1'),
  )
  await api.deploy(readSampleFlow('order-ready'))
  await api.call('POST', '/flows', readSampleFlow('ticket-alert'))
  const flowId = await api.deploy(local, [number])
  await api.ended(await api.text({ from: contact, to: number, text: 'Weather please' }))
  service.replyWith(hang)
  const failed = await api.text({ from: contact, to: number, text: 'Weather' })
  await api.ended(failed)
  service.replyWith(weatherService())

  await page.goto(`${patchbay.url}/runs/${failed}`)
  await page.getByText('On Failure at').waitFor()
  await picture(page, 'run')

  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await page.getByRole('article', { name: /^#2 / }).click()
  await page.getByRole('button', { name: 'Test HTTP Request' }).click()
  await page
    .getByRole('treeitem', { name: /^detailedForecast/ })
    .first()
    .click()
  await picture(page, 'response')
  await page.getByRole('button', { name: 'Close' }).last().click()

  await page.getByRole('article', { name: /^#1 / }).click()
  await page.getByRole('button', { name: 'Assign Number(s)' }).click()
  await page.getByRole('checkbox', { name: /305 555 0142/ }).check()
  await picture(page, 'number-assignment')
  await page.getByRole('button', { name: 'Close' }).last().click()

  await page.goto(`${patchbay.url}/flows/${flowId}?run=${failed}`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page
    .getByText(/We apologize/)
    .last()
    .waitFor()
  await picture(page, 'simulator')

  await api.redeploy(flowId, document)
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await page.getByRole('article', { name: /^#2 / }).click()
  await picture(page, 'board')
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture(page, 'board-dark')
  await page.emulateMedia({ colorScheme: 'light' })

  await page.goto(`${patchbay.url}/flows`)
  await page.getByRole('row', { name: /Weather Forecast/ }).waitFor()
  await picture(page, 'flows')
  await page.goto(patchbay.url)
  await page.getByRole('region', { name: 'Runs' }).waitFor()
  await picture(page, 'home')
})
