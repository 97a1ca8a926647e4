import { temporaryFolder } from '../../../runtime/test/helpers/temporary-folder.ts'
import { startExampleBridge } from '../../../scripts/bridge-check/example-bridge.ts'
import { axeOf } from './axe-of.ts'
import { expect, test } from './patchbay.ts'
import { refusing } from './refusing.ts'

test('contacts and agents of a service are synchronized, and an agent whom nobody knows is matched by hand', async ({
  designer: page,
  patchbay,
  api,
}) => {
  test.slow()
  const bridge = await startExampleBridge(await temporaryFolder('bridge-'))
  const addUser = (name: string, email: string) =>
    api.call('POST', '/users', { name, email, password: 'a-long-password', roles: ['agent'] })
  await addUser('Rui S.', 'rui@northwind.example')
  await addUser('Mara at the desk', 'desk@patchbay.example')

  // The integration of the documentation, and an account of it.
  await page.goto(`${patchbay.url}/settings/new-integration`)
  const manifest = JSON.stringify(bridge.manifest).replaceAll('https://bridge.example.com', bridge.origin)
  await page.getByRole('textbox', { name: 'JSON of the integration and its actions' }).fill(manifest)
  await page.getByRole('button', { name: 'Add integration' }).click()
  await expect(page.getByRole('heading', { name: 'File CRM' })).toBeVisible()
  await page.goto(`${patchbay.url}/accounts`)
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'File CRM' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('Northwind CRM')
  await dialog.getByRole('textbox', { name: /^Company/ }).fill('northwind')
  await dialog.getByLabel(/^API key/).fill('key-of-northwind')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('dialog', { name: 'Copy the secret now' }).getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { name: 'Northwind CRM' })).toBeVisible()

  // Both are off at first, and begin when they are switched on.
  const contacts = page.getByRole('region', { name: 'Contacts' })
  const agents = page.getByRole('region', { name: 'Agents' })
  await expect(contacts.getByRole('button', { name: 'Synchronize now' })).toHaveCount(0)
  await contacts.getByRole('switch', { name: 'Contacts' }).click()
  await expect(contacts.getByText('Just now: 5 added')).toBeVisible()
  await expect(contacts.getByRole('status')).toHaveText('Contacts: synchronization is done, 5 added')
  await agents.getByRole('switch', { name: 'Agents' }).click()
  await expect(agents.getByText('Just now: 3 added')).toBeVisible()

  // Who has the e-mail address of a user is that user; for the others somebody says who they are.
  const review = page.getByRole('region', { name: 'Who they are here' })
  await expect(review.getByText('mara@northwind.example')).toBeVisible()
  await expect(review.getByText('rui@northwind.example')).toHaveCount(0)
  expect(await axeOf(page)).toEqual([])
  // By keyboard: after each choice the focus is at the next one, and at the heading after the last.
  const userOf = (name: string) => review.getByRole('combobox', { name: `User for ${name}` })
  await userOf('Mara Quint').focus()
  await page.keyboard.type('Mara at')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Mara Quint is Mara at the desk')).toBeVisible()
  await expect(userOf('Ola Berg')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(review.getByRole('button', { name: 'Ignore Ola Berg' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(review.getByText('Nobody is left to review.')).toBeVisible()
  await expect(review.getByRole('heading', { name: 'Who they are here' })).toBeFocused()

  // The next synchronization leaves that alone.
  await agents.getByRole('button', { name: 'Synchronize now' }).click()
  await expect(agents.getByText('Just now: nothing new')).toBeVisible()
  await review.getByText('Matched 2').click()
  await expect(userOf('Mara Quint')).toHaveValue('Mara at the desk')
  await expect(userOf('Rui Sol')).toHaveValue('Rui S.')

  // What was chosen by hand can be taken back, by keyboard, too.
  await userOf('Mara Quint').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('By e-mail')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Mara Quint is up for review')).toBeVisible()
  await expect(userOf('Rui Sol')).toBeFocused()

  // What cannot be read is told, and the way to the others stays.
  await page.route('**/agents?*', refusing('No agents today.'))
  await review.getByText('Ignored 1').click()
  await expect(review.getByText('No agents today.')).toBeVisible()
  await page.unroute('**/agents?*')
  await review.getByRole('button', { name: 'Try again' }).click()
  await expect(review.getByRole('button', { name: 'Stop ignoring Ola Berg' })).toBeVisible()
  await page.route('**/synchronizations', refusing('No synchronization today.'))
  await page.reload()
  const section = page.getByRole('region', { name: 'Synchronization' })
  await expect(section.getByText('No synchronization today.')).toBeVisible()
  await page.unroute('**/synchronizations')
  await section.getByRole('button', { name: 'Try again' }).click()

  // Everything is asked for again; nothing of it is new.
  await contacts.getByRole('button', { name: 'More for Contacts' }).click()
  await page.getByRole('menuitem', { name: 'Get everything again' }).click()
  await expect(contacts.getByText('Just now: nothing new')).toBeVisible()
  await page.goto(`${patchbay.url}/contacts`)
  await page.getByRole('button', { name: 'Open Ines Prado' }).click()
  const known = page.getByRole('complementary', { name: 'Fields' })
  await expect(known.getByText('Northwind CRM', { exact: true }).first()).toBeVisible()
  await bridge.close()
})
