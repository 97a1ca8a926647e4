import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, panel, toolbarButton } from '../e2e/board.ts'
import { enter, test } from '../e2e/patchbay.ts'
import { picture, savePicture, take } from './picture.ts'

const number = '+17865550100'
const viewer = { name: 'Tom Reyes', email: 'tom.reyes@example.com', password: 'correct horse battery', role: 'viewer' }

test.use({ viewport: { width: 1366, height: 850 } })

test('pictures of what a newcomer finds', async ({ designer: page, api, patchbay, service }) => {
  test.slow()
  const order = await api.deploy({ ...readSampleFlow('order-ready'), name: 'Order ready text' })
  await page.goto(`${patchbay.url}/flows/${order}`)
  await block(page, 1).click()
  await picture(page, 'newcomer/4-hand-over-after')
  await block(page, 2).click()
  await panel(page).getByRole('combobox', { name: 'Send From' }).click()
  await page.getByRole('option', { name: /786 555 0100/ }).waitFor()
  await picture(page, 'newcomer/2-senders-after')
  await page.keyboard.press('Escape')
  await toolbarButton(page, 'Test').click()
  const tested = page.getByRole('complementary', { name: 'Test', exact: true })
  await tested.getByRole('textbox', { name: 'FirstName' }).fill('Dana')
  await tested.getByRole('textbox', { name: 'OrderNumber' }).fill('SV-20418')
  await tested.getByRole('button', { name: 'Send' }).click()
  await tested.getByRole('region', { name: 'Last test' }).getByText('Succeeded').waitFor()
  await picture(page, 'newcomer/1-test-after')

  service.replyWith(weatherService())
  const text = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const weather = await api.deploy({ ...JSON.parse(text), name: 'Guest weather' }, [number])
  const ask = async (contact: string) => {
    const runId = await api.text({ from: contact, to: number, text: 'weather' })
    await api.ended(runId)
    return runId
  }
  for (const last of ['0119', '0148', '0155']) await ask(`+1305555${last}`)
  service.replyWith(closeSocket)
  await ask('+13055550119')
  service.replyWith(weatherService())
  const runId = await ask('+13055550119')
  await page.goto(`${patchbay.url}/flows/${weather}`)
  await block(page, 1).waitFor()
  await toolbarButton(page, 'Runs').click()
  await page.getByRole('dialog', { name: 'Latest runs' }).getByText('On Failure at').waitFor()
  await picture(page, 'newcomer/3-caught-after')
  await page.keyboard.press('Escape')
  await page.goto(`${patchbay.url}/flows/${weather}?run=${runId}`)
  await page.getByRole('region', { name: 'Run on the board' }).waitFor()
  await toolbarButton(page, 'Versions').click()
  await panel(page).getByText('Version 1', { exact: true }).waitFor()
  await picture(page, 'newcomer/5-versions-after')

  await page.setViewportSize({ width: 390, height: 844 })
  const phones: Buffer[] = []
  for (const path of ['/flows', '/runs', `/flows/${weather}`, '/numbers']) {
    await page.goto(`${patchbay.url}${path}`)
    await page.getByText('Guest weather').first().waitFor()
    phones.push(await take(page))
  }
  await savePicture(page, 'newcomer/6-any-window-after', phones)
  await page.setViewportSize({ width: 1366, height: 850 })

  await api.call('POST', '/users', viewer)
  await page.context().clearCookies()
  await page.goto(`${patchbay.url}/sign-in?to=/flows`)
  await enter(page, viewer)
  await page.getByRole('heading', { name: 'Flows' }).waitFor()
  await page.goto(`${patchbay.url}/flows/${weather}`)
  await block(page, 3).click()
  await panel(page).getByRole('textbox', { name: 'Message' }).waitFor()
  await picture(page, 'newcomer/5-read-only-after')
})
