import type { JsonObject } from '@patchbay/shared/json'
import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { ContactKey, ContactPort } from '../../../kit/contacts.ts'
import { findContactAction } from './run.ts'

const dana = { id: 'p-1', first_name: 'Dana' }

function contextWith(known: JsonObject | undefined) {
  const asked: ContactKey[] = []
  const contacts: ContactPort = {
    fields: async () => [{ key: 'loyalty', label: 'Loyalty', kind: 'text', isOwn: true }],
    async find(key) {
      asked.push(key)
      return known
    },
    findOrCreate: async () => ({ contact: { id: 'p-2' }, isNew: true }),
    update: async () => undefined,
    externalIdOf: async () => undefined,
    addExternalId: async () => true,
  }
  return { asked, context: createStepContext({ contacts }) }
}

it.each([
  [
    { by: 'address', to: '+13055550119', from: '+17865550100' },
    { by: 'point', channel: 'sms', contact: '+13055550119', address: '+17865550100' },
  ],
  [
    { by: 'phone', value: '305 555 0119' },
    { by: 'field', key: 'phone', value: '305 555 0119' },
  ],
  [
    { by: 'email', value: 'Dana@Example.com' },
    { by: 'field', key: 'email', value: 'Dana@Example.com' },
  ],
  [
    { by: 'field', field: 'loyalty', value: 'gold' },
    { by: 'field', key: 'loyalty', value: 'gold' },
  ],
  [
    { by: 'external-id', source: ' crm ', value: ' 42 ' },
    { by: 'external-id', source: 'crm', externalId: '42' },
  ],
])('looks up %j', async (inputs, key) => {
  const { asked, context } = contextWith(dana)
  const result = await findContactAction.run({ ...inputs, createIfMissing: false }, context)
  expect(asked).toEqual([key])
  expect(result).toEqual({ exit: 'found', outputs: { contact: dana, id: 'p-1', isNew: false, error: '' } })
  await context.close()
})

it('leaves by Not Found, or creates the contact', async () => {
  const { context } = contextWith(undefined)
  const inputs = { by: 'email', value: 'new@example.com' }
  expect(await findContactAction.run({ ...inputs, createIfMissing: false }, context)).toEqual({
    exit: 'not-found',
    outputs: { error: '' },
  })
  expect(await findContactAction.run({ ...inputs, createIfMissing: true }, context)).toMatchObject({
    exit: 'found',
    outputs: { id: 'p-2', isNew: true },
  })
  await context.close()
})

it('fails with a sentence when there is nothing to look for', async () => {
  const { asked, context } = contextWith(dana)
  expect(await findContactAction.run({ by: 'email', value: ' ', createIfMissing: true }, context)).toMatchObject({
    exit: 'failure',
    error: { code: 'INVALID_VALUE', help: expect.stringContaining('variable') },
  })
  expect(asked).toEqual([])
  await context.close()
})

it('offers the fields of contacts, own ones too', async () => {
  const { context } = contextWith(dana)
  const query = { search: '', after: '', inputs: {} }
  const offered = await findContactAction.options?.['contact-fields']?.(query, context)
  expect(offered?.items).toEqual([{ value: 'loyalty', label: 'Loyalty' }])
  await context.close()
})
