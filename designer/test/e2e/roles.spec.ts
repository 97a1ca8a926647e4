import { expect, personIn, test } from './patchbay.ts'

const password = 'correct horse battery'

test('an agent finds at every other address a plain word and a way back, and sees links to their own pages only', async ({
  browser,
  patchbay,
}) => {
  const olga = { name: 'Olga Agent', email: 'olga@example.com', password, roles: ['agent'] }
  await patchbay.api('POST', '/users', olga)
  const page = await personIn(browser, patchbay.url, olga)
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

test('an agent who is away says why, and a colleague sees it when assigning a conversation', async ({
  browser,
  patchbay,
  ownNumber,
}) => {
  const lena = { name: 'Lena Brandt', email: 'lena@example.com', password, roles: ['agent'] }
  const nils = { name: 'Nils Falk', email: 'nils@example.com', password, roles: ['agent'] }
  for (const person of [lena, nils]) await patchbay.api('POST', '/users', person)
  const hers = await personIn(browser, patchbay.url, lena)
  await hers.getByRole('button', { name: 'Account menu' }).click()
  await hers.getByRole('menuitemradio', { name: 'Away…' }).click()
  await hers.getByRole('textbox', { name: 'Reason' }).fill('Lunch')
  await hers.getByRole('button', { name: 'Be away' }).click()
  await expect(hers.getByText('Away: Lunch')).toBeVisible()

  const text = { from: '+13055550171', to: ownNumber, text: 'Is anybody there?' }
  await patchbay.api('POST', '/simulator/messages', text)
  const his = await personIn(browser, patchbay.url, nils)
  await his.getByText(text.text).first().click()
  await his.getByRole('button', { name: 'Nobody in particular answers' }).click()
  await expect(his.getByRole('menuitem', { name: 'Lena Brandt Away: Lunch' })).toBeVisible()
  await expect(his.getByRole('menuitem', { name: 'Nils Falk (You) Available' })).toBeVisible()

  await hers.getByRole('button', { name: 'Account menu' }).click()
  await hers.getByRole('menuitemradio', { name: 'Available' }).click()
  await expect(hers.getByText('Away: Lunch')).toHaveCount(0)
})

test('a user has several roles, and makes a token that opens what they allow, until it is revoked', async ({
  browser,
  designer: page,
  patchbay,
}) => {
  const rita = { name: 'Rita Reyes', email: 'rita@example.com', password, roles: ['agent'] }
  await patchbay.api('POST', '/users', rita)
  const hers = await personIn(browser, patchbay.url, rita)
  await expect(hers.getByRole('link', { name: 'Flows' })).toHaveCount(0)
  await page.goto(`${patchbay.url}/settings`)
  await page.getByRole('button', { name: 'Change the roles of Rita Reyes' }).click()
  const roles = page.getByRole('dialog', { name: 'Roles of Rita Reyes' })
  await roles.getByRole('checkbox', { name: 'Viewer' }).check()
  await roles.getByRole('checkbox', { name: 'API User' }).check()
  await roles.getByRole('button', { name: 'Save roles' }).click()
  await expect(page.getByRole('cell', { name: 'Agent, Viewer, API User' })).toBeVisible()
  await expect(hers.getByRole('link', { name: 'Flows' })).toBeVisible()

  await hers.getByRole('button', { name: 'Account menu' }).click()
  await hers.getByRole('menuitem', { name: 'Account and API tokens' }).click()
  await hers.getByRole('button', { name: 'Create token' }).click()
  const dialog = hers.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  const token = (await dialog.locator('code').textContent()) ?? ''
  expect(token).toMatch(/^pb_/)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await hers.getByRole('button', { name: 'Rename New Token' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Order database')
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(hers.getByRole('row', { name: /Order database/ })).toContainText('Not yet')
  await expect(hers.getByText(token)).toHaveCount(0)

  const basic = `Basic ${btoa(`${rita.email}:${token}`)}`
  const statusOf = async (path: string) =>
    (await fetch(`${patchbay.url}/api${path}`, { headers: { authorization: basic } })).status
  expect([await statusOf('/v1/webhooks'), await statusOf('/flows')]).toEqual([200, 401])
  await hers.reload()
  await expect(hers.getByRole('row', { name: /Order database/ })).not.toContainText('Not yet')
  await hers.getByRole('button', { name: 'Revoke Order database' }).click()
  await hers.getByRole('button', { name: 'Revoke token' }).click()
  await expect(hers.getByText('Order database no longer opens anything.')).toBeVisible()
  expect(await statusOf('/v1/webhooks')).toBe(401)
})
