import type { ContactResource } from '@patchbay/shared/api'
import { axeInBothThemes } from './axe-of.ts'
import { expect, personIn, test, windowSizes } from './patchbay.ts'

/** A number that no flow of another test answers. */
const ours = '+17865550165'
const longName = 'Maximilian Featherstonehaugh-Cholmondeley von und zu Liechtenstein 🦊'

test.beforeEach(async ({ patchbay }) => {
  // Refused where a test before has added it.
  await patchbay.api('POST', '/numbers', { number: ours })
})

test('a person finds a contact, changes it in place, merges it with another one, and erases it', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const number = '+13055550188'
  await patchbay.api('POST', '/simulator/messages', { from: number, to: ours, text: 'Hello there' })
  await api.call('POST', '/contacts', {
    fields: { name: 'Dana Twin', company: 'Brightwater', email: 'twin@example.com' },
  })
  await page.goto(`${patchbay.url}/contacts`)
  await page.getByRole('searchbox', { name: 'Name, number, e-mail or field' }).fill('555 0188')
  await page.getByRole('button', { name: /^Open .*0188/ }).click()
  await expect(page.getByRole('link', { name: 'Hello there' })).toBeVisible()

  await page.getByRole('button', { name: 'First name: empty, edit' }).click()
  await page.keyboard.type('Dana')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Dana' })).toBeVisible()
  await page.getByRole('button', { name: 'Time zone: empty, edit' }).click()
  await page.keyboard.type('Mars')
  await page.keyboard.press('Enter')
  await expect(page.getByText('“Mars” is no time zone').or(page.getByText(/"Mars" is no time zone/))).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('First name became Dana').or(page.getByText('2 fields changed'))).toBeVisible()

  await page.getByRole('button', { name: 'More for this contact' }).click()
  await page.getByRole('menuitem', { name: /^Merge/ }).click()
  const merge = page.getByRole('dialog', { name: /^Merge/ })
  await merge.getByRole('searchbox').fill('twin')
  await merge.getByRole('button', { name: /Dana Twin/ }).click()
  await merge.getByText('Dana Twin', { exact: true }).click()
  await merge.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Dana Twin' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Company: Brightwater, edit' })).toBeVisible()

  await page.getByRole('button', { name: 'More for this contact' }).click()
  await page.getByRole('menuitem', { name: /^Erase/ }).click()
  await expect(page.getByText(/^1 conversation with 1 message/)).toBeVisible()
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await expect(page).toHaveURL(/\/contacts$/)
  await expect(page.getByText('Nothing of this contact is left.')).toBeVisible()
})

test('a field that is saved late leaves the focus where somebody types by then', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const { id } = await api.call<ContactResource>('POST', '/contacts', { fields: { company: 'Late Saving' } })
  await page.goto(`${patchbay.url}/contacts/${id}`)
  const saving = Promise.withResolvers<void>()
  await page.route(`**/api/contacts/${id}`, async (route) => {
    if (route.request().method() === 'PATCH') await saving.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'First name: empty, edit' }).click()
  await page.keyboard.type('Dana')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Last name: empty, edit' }).click()
  await page.keyboard.type('Twi')
  saving.resolve()
  await expect(page.getByRole('button', { name: 'First name: Dana, edit' })).toBeVisible()
  await page.keyboard.type('n')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Last name: Twin, edit' })).toBeFocused()
})

test('an administrator imports a file whose columns have names of their own', async ({ designer: page, patchbay }) => {
  await page.goto(`${patchbay.url}/contacts`)
  const csv = 'First name,Mobile\nBenno,+13055550144\nWrong,nowhere\n'
  const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await page.getByLabel('CSV file with contacts').setInputFiles(file)
  const dialog = page.getByRole('dialog', { name: 'Import contacts' })
  await expect(dialog.getByText('guests.csv has 2 new contacts')).toBeVisible()
  await dialog.getByRole('combobox', { name: 'Column Mobile' }).click()
  await page.getByRole('option', { name: 'Address: SMS' }).click()
  await expect(dialog.getByText(/SMS: "nowhere" is a name/)).toBeVisible()
  await expect(dialog.getByText('1 line is wrong and left out.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import 1 contact' }).click()
  await expect(page.getByRole('button', { name: 'Open Benno' })).toBeVisible()
})

test('keys go through the list, and an agent has the page without what administrators do', async ({
  browser,
  patchbay,
  api,
}) => {
  for (const [name, language] of [
    ['Key One', 'pt-BR'],
    ['Key Two', 'de'],
  ]) {
    await api.call('POST', '/contacts', { fields: { name, language } })
  }
  const password = 'correct horse battery'
  await patchbay.api('POST', '/users', { name: 'Tom Keys', email: 'keys@example.com', password, role: 'agent' })
  const page = await personIn(browser, patchbay.url, { email: 'keys@example.com', password })
  await page.getByRole('link', { name: 'Contacts' }).click()
  await page.getByRole('searchbox', { name: 'Name, number, e-mail or field' }).fill('key')
  await expect(page.getByRole('button', { name: 'Open Key Two' })).toBeVisible()
  await page.getByRole('heading', { name: 'Contacts' }).click()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Key Two' })).toBeVisible()
  await page.getByRole('button', { name: 'New contact' }).click()
  const dialog = page.getByRole('dialog', { name: 'New contact' })
  await dialog.getByRole('button', { name: 'Cancel' }).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Key Two' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'Key One' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('Choose a contact')).toBeVisible()
  await page.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'Portuguese' }).click()
  await expect(page.getByRole('button', { name: 'Open Key Two' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Open Key One' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Import' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Export' })).toHaveCount(0)
})

test('long, right-to-left and nameless contacts fit in every window', async ({ designer: page, patchbay, api }) => {
  const { id } = await housefull(api)
  await patchbay.api('POST', '/simulator/messages', { from: '+13055550190', to: ours, text: 'مرحبا' })
  for (const size of windowSizes) {
    await page.setViewportSize(size)
    for (const path of ['/contacts', `/contacts/${id}`]) {
      await page.goto(`${patchbay.url}${path}`)
      await expect(page.getByText(longName).filter({ visible: true }).first()).toBeVisible()
      expect(await axeInBothThemes(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    }
  }
})

async function housefull(api: { call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> }) {
  await api.call('POST', '/contacts', { fields: { name: 'مريم السيد', email: 'maryam@example.com' } })
  await api.call('POST', '/contacts', { fields: { name: '田中 さくら', company: 'Tokyo' } })
  const fields = {
    name: longName,
    email: 'a-very-long-address-of-somebody@a-very-long-domain.example',
    phone: '+17865551190',
    language: 'de-AT',
    time_zone: 'Europe/Vienna',
  }
  const externalIds = [{ source: 'crm', externalId: crypto.randomUUID() }]
  return api.call<ContactResource>('POST', '/contacts', { fields, externalIds })
}
