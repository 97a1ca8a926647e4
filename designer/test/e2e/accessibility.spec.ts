import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { expect, test } from './patchbay.ts'

const number = '+17865550100'

async function expectNothingFound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(found, where).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, ${colorScheme}`, async ({ designer: page, api, patchbay, service }) => {
    test.slow()
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    service.replyWith(weatherService())
    const document = JSON.stringify(readSampleFlow('weather-forecast')).replace(
      'https://api.weather.gov',
      service.origin,
    )
    const flowId = await api.deploy(JSON.parse(document), [number])
    const runId = await api.text({ from: '+13055550119', to: number, text: 'Weather please' })
    await api.ended(runId)

    await page.goto(patchbay.url)
    await page
      .getByRole('row', { name: /Weather Forecast/ })
      .first()
      .waitFor()
    await expectNothingFound(page, 'flows')
    await page.getByRole('button', { name: 'New Flow' }).first().click()
    await page.getByRole('dialog', { name: 'New Flow' }).waitFor()
    await expectNothingFound(page, 'New Flow')
    await page.getByRole('radio', { name: 'Empty flow' }).check()
    await page.getByRole('button', { name: 'Create flow' }).click()
    await page.getByRole('heading', { name: 'What starts this flow?' }).waitFor()
    await expectNothingFound(page, 'empty board')

    await page.goto(`${patchbay.url}/flows/${flowId}`)
    await page.getByRole('article', { name: /^#3 / }).click()
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    await expectNothingFound(page, 'Send SMS panel')
    await page.getByRole('button', { name: /^Problems/ }).click()
    await expectNothingFound(page, 'problems')
    await page.getByRole('article', { name: /^#2 / }).click()
    await expectNothingFound(page, 'External Web Call panel')
    await page.getByRole('button', { name: 'Test HTTP Request' }).click()
    await page
      .getByRole('treeitem', { name: /^windSpeed/ })
      .first()
      .click()
    await expectNothingFound(page, 'Response')
    await page.getByRole('dialog', { name: 'Response' }).getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('article', { name: /^#1 / }).click()
    await page.getByRole('button', { name: 'Assign Number(s)' }).click()
    await page.getByRole('checkbox', { name: /305 555 0142/ }).check()
    await expectNothingFound(page, 'Number Assignment')
    await page.getByRole('dialog', { name: 'Number Assignment' }).getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('textbox', { name: 'Text message' }).waitFor()
    await expectNothingFound(page, 'simulator')
    await page.goto(`${patchbay.url}/flows/${flowId}?run=${runId}`)
    await page.getByRole('button', { name: 'Open run' }).waitFor()
    await expectNothingFound(page, 'run on the board')

    await page.goto(`${patchbay.url}/runs/${runId}`)
    await page.getByText('3 of 4 actions ran').waitFor()
    await expectNothingFound(page, 'runs')
    await page.goto(`${patchbay.url}/numbers`)
    await page.getByText('Weather line').waitFor()
    await expectNothingFound(page, 'numbers')
    await page.goto(`${patchbay.url}/settings`)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await expectNothingFound(page, 'settings')
    await page.context().clearCookies()
    await page.goto(patchbay.url)
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await expectNothingFound(page, 'sign-in')
  })
}
