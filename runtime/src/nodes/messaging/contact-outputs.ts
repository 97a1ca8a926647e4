import type { OutputField } from '@patchbay/shared/nodes'
import { type OptionSource, pageOfOptions } from '../../kit/options.ts'

/** Where the choices of a field of contacts come from. */
export const CONTACT_FIELDS = 'contact-fields'

export const contactFieldOptions: OptionSource = async (query, { services }) => {
  const fields = await services.contacts.fields()
  return pageOfOptions(
    fields.map(({ key, label }) => ({ value: key, label })),
    query,
  )
}

/** What an action leaves that has a contact. @param exits on which it has one */
export function contactOutputs(exits: readonly string[]): readonly OutputField[] {
  return [
    {
      name: 'contact',
      title: 'The contact with its fields',
      type: 'object',
      exits,
      fieldsOf: { source: CONTACT_FIELDS, inputs: [] },
    },
    { name: 'id', title: 'ID of the contact', type: 'text', exits },
  ]
}
