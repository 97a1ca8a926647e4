import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block } from './board.ts'
import { enter, expect, signIn, test } from './patchbay.ts'

const password = 'a password of her own'

async function signInAs(page: Page, url: string, email: string, given: string): Promise<void> {
  await page.goto(`${url}/sign-in?to=/flows`)
  await enter(page, { email, password: given })
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('a person changes the own password, and is signed out in other browsers', async ({ page, browser, patchbay }) => {
  const yara = { name: 'Yara Lind', email: 'yara@example.com', password, role: 'editor' }
  await patchbay.api('POST', '/users', yara)
  const elsewhere = await (await browser.newContext()).newPage()
  for (const each of [page, elsewhere]) {
    await signInAs(each, patchbay.url, yara.email, password)
    await expect(each.getByRole('heading', { name: 'Flows' })).toBeVisible()
  }

  await choose(page, 'Change password')
  const dialog = page.getByRole('dialog', { name: 'Change password' })
  await dialog.getByLabel('Current password').fill('not this one')
  await dialog.getByLabel('New password').fill('quite another one')
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await expect(dialog.getByText('This is not your password.')).toBeVisible()
  await dialog.getByLabel('Current password').fill(password)
  await dialog.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByText('Password changed')).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()

  await elsewhere.reload()
  await expect(elsewhere.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await signInAs(elsewhere, patchbay.url, yara.email, 'quite another one')
  await expect(elsewhere.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await choose(elsewhere, 'Sign out everywhere')
  await expect(elsewhere.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await elsewhere.context().close()
})

test('an administrator makes a link by which a person chooses a new password', async ({
  designer: page,
  browser,
  patchbay,
}) => {
  const omar = { name: 'Omar Haddad', email: 'omar@example.com', password, role: 'viewer' }
  await patchbay.api('POST', '/users', omar)
  await page.goto(`${patchbay.url}/settings`)
  await page.getByRole('button', { name: 'Make a link for a new password of Omar Haddad' }).click()
  const dialog = page.getByRole('dialog', { name: 'New password for Omar Haddad' })
  const link = (await dialog.locator('code').textContent()) ?? ''
  await dialog.getByRole('button', { name: 'Done' }).click()

  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(link)
  await theirs.getByLabel('New password').fill('short')
  await theirs.getByRole('button', { name: 'Save password' }).click()
  await expect(theirs.getByText('Use at least 10 characters.')).toBeVisible()
  await theirs.getByLabel('New password').fill('a new one for Omar')
  await theirs.getByRole('button', { name: 'Save password' }).click()
  await expect(theirs.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await signInAs(theirs, patchbay.url, omar.email, 'a new one for Omar')
  await expect(theirs.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await theirs.context().clearCookies()
  await theirs.goto(link)
  await theirs.reload()
  await theirs.getByLabel('New password').fill('yet another one')
  await theirs.getByRole('button', { name: 'Save password' }).click()
  await expect(theirs.getByText('This link was used already or has expired.')).toBeVisible()
  await theirs.context().close()
})

test('unsaved work leaves the browser at sign-out and comes back at the next sign-in', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  const kept = page.waitForResponse((response) => response.url().includes('/working-copies/') && response.ok())
  await block(page, 1).click()
  await page.keyboard.press('Escape')
  await block(page, 1).press('Alt+ArrowRight')
  await (await kept).finished()
  const journals = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('patchbay.journal')))
  await expect.poll(async () => (await journals()).length).toBe(2)
  await page.goto(`${patchbay.url}/flows`)
  await choose(page, 'Sign out')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(await journals()).toEqual([])

  await signIn(page, patchbay.url)
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(page.getByText(/unsaved/i).first()).toBeVisible()
})
