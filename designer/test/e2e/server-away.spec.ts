import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import type { ApiDriver } from '../../../runtime/test/helpers/api-driver.ts'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, signIn, test } from './patchbay.ts'
import { startProxy } from './proxy.ts'

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
  await expect(page.getByText('Not connected', { exact: true })).toBeVisible()

  await context.setOffline(false)
  // What is sent while the network comes back is lost with the connections of before.
  await expect(page.getByText('Not connected', { exact: true })).toHaveCount(0)
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

test('the toolbar says that the server is away before anybody presses Save, and takes it back', async ({
  page,
  context,
  api,
  patchbay,
}) => {
  const proxy = await startProxy(patchbay.url)
  try {
    await signIn(page, proxy.url)
    await openFlow(page, { api, url: proxy.url })
    const away = page.getByRole('banner').getByText('Not connected', { exact: true })
    await expect(away).toHaveCount(0)
    proxy.refuse('everything')
    await expect(away).toBeVisible()
    await name(page).fill('Typed while the server is away')
    await expect(page.getByRole('status').filter({ hasText: 'Not connected' })).toContainText('Unsaved')
    proxy.restore()
    await expect(away).toHaveCount(0)

    await context.setOffline(true)
    await expect(away).toBeVisible()
    await context.setOffline(false)
    await expect(away).toHaveCount(0)

    // A proxy that lets no stream through lets Save through all the same.
    proxy.refuse('/api/events')
    await expect.poll(() => proxy.refused).toBeGreaterThan(2)
    await page.keyboard.press('Control+s')
    await expect(page.getByRole('alert').filter({ hasText: 'Saved Successfully!' })).toBeVisible()
    await expect(away).toHaveCount(0)
  } finally {
    proxy.close()
  }
})

test('a page whose script could not be had is there at the next try, styles and all', async ({
  designer: page,
  context,
  patchbay,
}) => {
  await page.goto(`${patchbay.url}/settings`)
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  for (const files of ['**/runs-page-*.js', '**/runs-page-*.css']) {
    await context.route(files, (route) => route.abort())
  }
  await page.getByRole('link', { name: 'Runs' }).click()
  const failure = page.getByRole('alert').filter({ hasText: 'The server did not answer' })
  await expect(failure).toBeVisible()
  await expect(page.getByRole('link', { name: 'Flows', exact: true })).toBeVisible()
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(failure).toBeVisible()
  await context.unrouteAll()
  await failure.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('heading', { name: 'Runs' })).toBeVisible()
  const styles = () => page.evaluate(() => [...document.styleSheets].map(({ href }) => href ?? ''))
  await expect.poll(styles).toContainEqual(expect.stringContaining('/runs-page-'))
})

test('the lists of a field come once its script can be had, without a reload', async ({
  designer: page,
  context,
  api,
  patchbay,
}) => {
  await context.route('**/template-editor-*.js', (route) => route.abort())
  await openFlow(page, { api, url: patchbay.url })
  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await page.keyboard.type('Before')
  await expect(message).toContainText('Before')
  await context.unrouteAll()
  await page.keyboard.type(' $')
  await page.keyboard.type('t')
  await expect(page.getByRole('listbox', { name: /variable/i })).toBeVisible()
  await expect(message).toContainText('Before $t')
})
