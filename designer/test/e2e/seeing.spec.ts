import type { FlowResource } from '@patchbay/shared/api'
import type { Locator } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block } from './board.ts'
import { expect, test } from './patchbay.ts'

const outline = (element: Locator) => element.evaluate((node) => getComputedStyle(node).outlineStyle)

test('flows keep their names at twice the size and on a tablet held upright', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = readSampleFlow('weather-forecast')
  await api.call<FlowResource>('POST', '/flows', sample)
  for (const width of [1440, 960, 860, 768, 720, 480]) {
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${patchbay.url}/flows`)
    const name = page.getByRole('table').getByRole('link', { name: sample.name, exact: true }).first()
    const box = await name.boundingBox()
    expect(box?.width, `at ${width} pixels`).toBeGreaterThan(120)
  }
})

test('in high contrast the selected block and the chosen view are outlined', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.emulateMedia({ forcedColors: 'active' })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 2).click()
  expect(await outline(block(page, 2))).toBe('solid')
  expect(await outline(block(page, 3))).toBe('none')
  expect(await outline(page.getByText('Board', { exact: true }))).toBe('solid')
  expect(await outline(page.getByText('Outline', { exact: true }))).toBe('none')
})
