import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import type { ApiDriver } from '../../../runtime/test/helpers/api-driver.ts'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

async function openFlow(page: Page, { api, url }: { api: ApiDriver; url: string }): Promise<FlowResource> {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${url}/flows/${flow.id}`)
  await expect(block(page, 1)).toBeVisible()
  return flow
}

const name = (page: Page) => panel(page).getByRole('textbox', { name: 'Flow Name' })

test('the first message of a page comes while the server is away', async ({
  designer: page,
  context,
  api,
  patchbay,
}) => {
  const flow = await openFlow(page, { api, url: patchbay.url })
  await name(page).fill('Typed before the server left')
  await context.setOffline(true)
  await page.keyboard.press('Control+s')
  const notice = page.getByRole('alert').filter({ hasText: 'Save did not work' })
  await expect(notice).toContainText('The server did not answer')
  await expect(name(page)).toHaveValue('Typed before the server left')

  await context.setOffline(false)
  await notice.getByRole('button', { name: 'Close this notice' }).click()
  await expect(notice).toHaveCount(0)
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('alert').filter({ hasText: 'Saved Successfully!' })).toBeVisible()
  const stored = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(stored.document.name).toBe('Typed before the server left')
})

test('a part whose script cannot be had says so, and works once the server is back', async ({
  designer: page,
  context,
  api,
  patchbay,
}) => {
  await openFlow(page, { api, url: patchbay.url })
  await context.setOffline(true)
  const notice = page.getByRole('alert').filter({ hasText: 'could not be loaded' })
  for (const open of [
    () => page.keyboard.press('Control+k'),
    () => toolbarButton(page, 'Test').click(),
    () => page.getByText('Outline', { exact: true }).click(),
  ]) {
    await open()
    await expect(notice).toBeVisible()
    await notice.getByRole('button', { name: 'Close this notice' }).click()
    await expect(block(page, 1)).toBeVisible()
    await expect(name(page)).toBeVisible()
  }
  await context.setOffline(false)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByText('Outline', { exact: true }).click()
  await expect(page.getByRole('tree')).toBeVisible()
})
