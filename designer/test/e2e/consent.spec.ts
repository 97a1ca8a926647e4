import { readFile } from 'node:fs/promises'
import { expect, test } from './patchbay.ts'

const ours = '+17865550100'

test('a contact who texts STOP is listed, found, opted in by hand, and every change stands in the log', async ({
  designer: page,
  patchbay,
}) => {
  const say = (from: string, text: string) => patchbay.api('POST', '/simulator/messages', { from, to: ours, text })
  await say('+13055550191', 'Stop.')
  await say('+13055550192', 'STOP')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Open consent' }).click()
  await expect(page.getByRole('heading', { name: 'Consent' })).toBeVisible()
  await expect(page.getByRole('row', { name: /555 0191.*Opted out.*All addresses.*Sent “Stop\.”/ })).toBeVisible()

  await page.getByRole('searchbox', { name: 'Search contact' }).fill('(305) 555-0191')
  await expect(page.getByRole('row', { name: /555 0192/ })).toBeHidden()
  await page
    .getByRole('row', { name: /555 0191/ })
    .getByRole('button', { name: 'Opt in' })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Opt in' }).click()
  await expect(page.getByText('No contact matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the search' }).last().click()

  await page.getByRole('button', { name: 'Opt out' }).click()
  const dialog = page.getByRole('dialog', { name: 'Opt a contact out' })
  await dialog.getByRole('textbox', { name: 'Contact' }).fill('nobody')
  await dialog.getByRole('button', { name: 'Opt out' }).click()
  await expect(dialog.getByText(/cannot be texted/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Contact' }).fill('305 555 0193')
  await dialog.getByRole('combobox', { name: 'Messages from' }).click()
  await page.getByRole('option', { name: /555 0100/ }).click()
  await dialog.getByRole('button', { name: 'Opt out' }).click()
  await expect(page.getByRole('row', { name: /555 0193.*Opted out.*555 0100/ })).toBeVisible()
  await expect(page.getByText(/No flow writes to .*555 0193 from .*555 0100 any more/)).toBeVisible()

  await page.getByText('Log', { exact: true }).click()
  await expect(page.getByRole('row', { name: /555 0191.*Opted in/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /555 0191.*Opted out.*Sent “Stop\.”/ })).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export log' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('consent-log.csv')
  const csv = await readFile(await download.path(), 'utf8')
  expect(csv.trim().split('\r\n')).toHaveLength(1 + 4)

  await page.getByRole('button', { name: 'Quiet hours' }).click()
  const quiet = page.getByRole('dialog', { name: 'Quiet hours' })
  await quiet.getByRole('switch', { name: 'Hold SMS at night' }).check({ force: true })
  await quiet.getByLabel('From').fill('20:30')
  await quiet.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Quiet hours saved')).toBeVisible()

  const choose = (csvText: string) =>
    page
      .getByLabel('File of consent')
      .setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(csvText) })
  const preview = page.getByRole('dialog', { name: 'Import consent' })
  await choose('contact,state\n+13055550194,out\nnobody,out\n')
  await expect(preview.getByText(/Line 3 .*cannot be texted/)).toBeVisible()
  await expect(preview.getByRole('button', { name: 'Import 1 Line' })).toBeDisabled()
  await preview.getByRole('button', { name: 'Cancel' }).click()
  await choose('contact,state\n+13055550194,out\n+13055550195,out\n')
  await preview.getByRole('button', { name: 'Import 2 Lines' }).click()
  await expect(page.getByRole('row', { name: /555 0194.*Opted out.*Import by/ })).toBeVisible()

  await page.getByRole('button', { name: 'Answers' }).click()
  const answers = page.getByRole('dialog', { name: 'Answers to STOP, START and HELP' })
  await answers.getByRole('textbox', { name: 'To HELP' }).fill('Call 555-0100.')
  await answers.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Answers saved')).toBeVisible()

  // They hold what other tests of this worker send when it is night in New York.
  await page.getByRole('button', { name: 'Quiet hours' }).click()
  await quiet.getByRole('switch', { name: 'Hold SMS at night' }).uncheck({ force: true })
  await quiet.getByRole('button', { name: 'Save' }).click()
  await expect(quiet).toBeHidden()
})
