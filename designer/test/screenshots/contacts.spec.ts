import type { ContactResource } from '@patchbay/shared/api'
import { test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const number = '+17865550100'
const people = [
  ['Dana', 'Whitfield', '+13055550119', 'dana@brightwater.example', 'Could we check in at nine?'],
  ['Priya', 'Raman', '+442079460018', 'priya@raman.example', 'Is there parking?'],
  ['Hanna', 'Lindqvist', '+46850555012', 'hanna@lindqvist.example', 'Thank you!'],
  ['Jonah', 'Osei', '+17865550126', 'jonah@osei.example', 'Which gate is it?'],
] as const

test('the pictures of contacts', async ({ designer: page, api, patchbay }) => {
  test.slow()
  await patchbay.api('POST', '/numbers', { number })
  await api.call('POST', '/contact-fields', { label: 'Room', kind: 'number' })
  const ids: string[] = []
  for (const [first_name, last_name, phone, email, text] of people.toReversed()) {
    const fields = { first_name, last_name, phone, email, language: 'en' }
    const { id } = await api.call<ContactResource>('POST', '/contacts', { fields })
    await patchbay.api('POST', '/simulator/messages', { from: phone, to: number, text })
    ids.push(id)
  }
  const dana = ids.at(-1) ?? ''
  await patchbay.api('PATCH', `/contacts/${dana}`, { fields: { room: 412, company: 'Brightwater Logistics' } })
  await patchbay.api('PUT', '/consent', { channel: 'sms', contact: people[2][2], state: 'out' })
  await page.goto(`${patchbay.url}/contacts/${dana}`)
  await page.getByText('2 fields changed').waitFor()
  await picture(page, 'contacts')
  const csv =
    'First name,Last name,Mobile,external_id:crm\nAna,Beltrán,+1 305 555 0177,A-71\nLeo,Marchetti,wrong,A-72\n'
  const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await page.getByLabel('CSV file with contacts').setInputFiles(file)
  const dialog = page.getByRole('dialog', { name: 'Import contacts' })
  await dialog.getByRole('combobox', { name: 'Column Mobile' }).click()
  await page.getByRole('option', { name: 'Address: SMS' }).click()
  await dialog.getByText(/SMS: "wrong" is a name/).waitFor()
  await picture(page, 'contacts-import')
})
