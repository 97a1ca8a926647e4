import type { Browser, Page } from '@playwright/test'
import { expect, test } from './patchbay.ts'

const password = 'correct horse battery'

/** A person with these roles, signed in in a browser of their own. */
async function personIn(browser: Browser, url: string, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible()
  return page
}

test('an agent finds at every other address a plain word and a way back, and sees links to their own pages only', async ({
  browser,
  patchbay,
}) => {
  await patchbay.api('POST', '/users', { name: 'Olga Agent', email: 'olga@example.com', password, roles: ['agent'] })
  const page = await personIn(browser, patchbay.url, 'olga@example.com')
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  const links = await page
    .getByRole('navigation')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
  expect(links.filter((href) => href !== '/contacts')).toEqual(['/inbox', '/help'])
  const id = '00000000-0000-7000-8000-000000000000'
  const others = ['/flows', `/flows/${id}`, '/runs', `/runs/${id}`, '/numbers', '/tables', `/tables/${id}`, '/accounts']
  const further = [`/accounts/${id}`, '/oauth/callback', '/settings', '/settings/consent', '/account']
  for (const address of [...others, ...further]) {
    await page.goto(`${patchbay.url}${address}`)
    await expect(page.getByText('This page is not for your role'), address).toBeVisible()
  }
  await page.getByRole('link', { name: 'Go to Inbox' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
})

test('a user has several roles: what they allow adds up, at once on an open page, and tokens follow', async ({
  browser,
  page,
  patchbay,
}) => {
  const rita = { name: 'Rita Reyes', email: 'rita@example.com', password, roles: ['agent'] }
  await patchbay.api('POST', '/users', rita)
  const hers = await personIn(browser, patchbay.url, rita.email)
  await expect(hers.getByRole('link', { name: 'Flows' })).toHaveCount(0)
  await page.goto(`${patchbay.url}/settings`)
  await page.getByRole('button', { name: 'Change the roles of Rita Reyes' }).click()
  const dialog = page.getByRole('dialog', { name: 'Roles of Rita Reyes' })
  await dialog.getByRole('checkbox', { name: 'Viewer' }).check()
  await dialog.getByRole('checkbox', { name: 'API User' }).check()
  await dialog.getByRole('button', { name: 'Save roles' }).click()
  await expect(page.getByRole('cell', { name: 'Agent, Viewer, API User' })).toBeVisible()
  await expect(hers.getByRole('link', { name: 'Flows' })).toBeVisible()

  await hers.getByRole('button', { name: 'Account menu' }).click()
  await hers.getByRole('menuitem', { name: 'Account and API tokens' }).click()
  await hers.getByRole('button', { name: 'Create token' }).click()
  await hers.getByRole('dialog').getByRole('button', { name: 'Create token' }).click()
  const token = (await hers.getByRole('dialog').locator('code').textContent()) ?? ''
  expect(token).toMatch(/^pb_/)
  await hers.getByRole('button', { name: 'Done' }).click()
  await hers.getByRole('button', { name: 'Rename New Token' }).click()
  await hers.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Order database')
  await hers.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await expect(hers.getByRole('cell', { name: 'Order database' })).toBeVisible()
  const read = () => fetch(`${patchbay.url}/api/flows`, { headers: { authorization: `Bearer ${token}` } })
  expect((await read()).status).toBe(200)

  await page.reload()
  await page.getByRole('button', { name: 'Revoke Order database' }).click()
  await page.getByRole('button', { name: 'Revoke token' }).click()
  await expect(page.getByText('Order database no longer opens anything.')).toBeVisible()
  expect((await read()).status).toBe(401)
})
