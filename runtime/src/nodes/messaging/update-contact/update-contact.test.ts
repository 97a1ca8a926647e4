import type { Json } from '@patchbay/shared/json'
import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { ContactKey, ContactPort } from '../../../kit/contacts.ts'
import { updateContactAction } from './run.ts'

function contextWith(isKnown = true) {
  const written: { readonly key: ContactKey; readonly fields: Readonly<Record<string, Json>> }[] = []
  const contacts: ContactPort = {
    fields: async () => [],
    find: async () => undefined,
    findOrCreate: () => Promise.reject(new Error('Not here.')),
    async update(key, fields) {
      written.push({ key, fields })
      return isKnown ? { id: 'p-1', ...fields } : undefined
    },
    externalIdOf: async () => undefined,
    addExternalId: async () => true,
  }
  return { written, context: createStepContext({ contacts }) }
}

const fields = [{ field: 'first_name', value: 'Dana' }, { field: 'company' }]

it('writes the fields, an empty one too, and leaves the contact as it is then', async () => {
  const { written, context } = contextWith()
  const result = await updateContactAction.run({ contact: ' p-1 ', fields }, context)
  expect(written).toEqual([{ key: { by: 'id', id: 'p-1' }, fields: { first_name: 'Dana', company: '' } }])
  const contact = { id: 'p-1', first_name: 'Dana', company: '' }
  expect(result).toEqual({ exit: 'success', outputs: { contact, id: 'p-1', error: '' } })
  await context.close()
})

it('fails with a sentence in a run that knows no contact, and for a contact that is gone', async () => {
  const { written, context } = contextWith(false)
  expect(await updateContactAction.run({ contact: '', fields }, context)).toMatchObject({
    exit: 'failure',
    error: { message: 'This run knows no contact.' },
  })
  expect(written).toEqual([])
  expect(await updateContactAction.run({ contact: 'p-9', fields }, context)).toMatchObject({
    exit: 'failure',
    outputs: { error: 'CONTACT_NOT_FOUND' },
  })
  await context.close()
})
