import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const number = '+17865550100'

test('the picture of the README', async ({ designer: page, api, patchbay }) => {
  test.slow()
  const flowId = await api.deploy(readSampleFlow('weather-forecast'), [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await page.getByRole('article', { name: /^#2 / }).click()
  await picture(page, 'board')
})
