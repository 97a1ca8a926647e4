import { contactFields } from '@patchbay/shared/api'
import { type BridgeContact, bridgeLimits } from '@patchbay/shared/bridges'
import { describe, expect, it } from 'vitest'
import { readBridgeContact } from './read-bridge-contact.ts'

const bare: BridgeContact = {
  id: 'c-1',
  isNumber: false,
  name: 'Ines Prado',
  company: undefined,
  title: undefined,
  address: undefined,
  twitter: undefined,
  photoUrl: undefined,
  url: undefined,
  emails: [],
  phones: [],
  websites: [],
}
const read = (change: Partial<BridgeContact>) => readBridgeContact({ ...bare, ...change }, contactFields)

describe('a contact of a service', () => {
  it('has all that is known of it in the fields of contacts', () => {
    expect(
      read({
        company: 'Northwind',
        title: 'Buyer',
        address: 'Rua 1, Lisboa',
        twitter: 'inesp',
        photoUrl: 'https://img.example/901.png',
        url: 'https://crm.example/c/901',
        emails: ['Ines@Northwind.example', 'ines@home.example'],
        phones: ['+351 210 000 001', '+351210000002', '+351210000001', '210 000 003'],
        websites: ['northwind.example'],
      }),
    ).toEqual({
      externalId: 'c-1',
      isNumber: false,
      url: 'https://crm.example/c/901',
      fields: {
        name: 'Ines Prado',
        first_name: 'Ines',
        last_name: 'Prado',
        company: 'Northwind',
        title: 'Buyer',
        address: 'Rua 1, Lisboa',
        twitter: 'inesp',
        photo_url: 'https://img.example/901.png',
        email: 'ines@northwind.example',
        phone: '+351210000001',
        website: 'northwind.example',
      },
      points: [
        { channel: 'sms', accountId: '', value: '+351210000001' },
        { channel: 'sms', accountId: '', value: '+351210000002' },
      ],
      problems: [],
    })
  })

  it.each([
    ['Otto', { name: 'Otto', first_name: 'Otto' }],
    [' Ana  Maria de Sousa ', { name: 'Ana Maria de Sousa', first_name: 'Ana Maria de', last_name: 'Sousa' }],
  ])('called %j is called so here', (name, fields) => {
    expect(read({ name }).fields).toEqual(fields)
  })

  it('has the longest name that is read', () => {
    const name = `${'x'.repeat(bridgeLimits.name - 2)} y`
    expect(read({ name })).toMatchObject({ fields: { name, last_name: 'y' }, problems: [] })
  })

  it('has the first e-mail address that is one', () => {
    expect(read({ emails: ['no mail', `${'x'.repeat(300)}@x.example`, 'I@x.example', 'j@x.example'] }).fields).toEqual({
      ...read({}).fields,
      email: 'i@x.example',
    })
    expect(read({ emails: ['no mail'] }).fields).not.toHaveProperty('email')
  })

  it('has a number without its country as text, and is not reached there', () => {
    expect(read({ phones: ['210 000 003'] })).toMatchObject({ fields: { phone: '210 000 003' }, points: [] })
  })

  it('loses what is too long for a field, which is told without the value', () => {
    const { fields, problems } = read({ address: 'x'.repeat(2_001), title: 'Buyer' })
    expect(fields).toMatchObject({ title: 'Buyer' })
    expect(fields).not.toHaveProperty('address')
    expect(problems).toEqual([
      { id: 'c-1', path: 'address', message: 'It cannot be stored. A field has at most 2000 characters.' },
    ])
  })
})
