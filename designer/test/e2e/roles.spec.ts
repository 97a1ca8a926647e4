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
