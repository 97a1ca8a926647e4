import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { CONTACT_FIELDS, contactOutputs } from '../contact-outputs.ts'

const exact = { additionalProperties: false } as const

export const updateContact = defineNode({
  id: 'update-contact',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Update Contact',
  description: 'Writes what the flow has learned into fields of a contact.',
  icon: 'user-edit',
  keywords: ['customer', 'person', 'profile', 'save', 'store', 'remember', 'field', 'crm', 'name', 'change contact'],
  variablePrefix: 'UPDATECONTACT',
  inputs: Type.Object(
    {
      contact: Type.String({
        title: 'Contact',
        description: 'The one that the flow runs for, unless you name another by its ID.',
        maxLength: 500,
        default: '$contact.id',
        'x-ui': { widget: 'template', placeholder: '$contact.id', emptyMessage: 'Contact is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      fields: Type.Array(
        Type.Object(
          {
            field: Type.String({
              title: 'Field',
              maxLength: 60,
              default: '',
              'x-ui': {
                widget: 'select',
                options: CONTACT_FIELDS,
                emptyMessage: 'A field is not chosen',
                keptAt: {
                  path: '/contacts',
                  title: 'Contacts',
                  none: 'There are no fields.',
                  gone: 'A field that is gone',
                },
              },
              'x-required': true,
            }),
            value: Type.Optional(
              Type.String({
                title: 'Value',
                maxLength: 2_000,
                'x-ui': { widget: 'template', placeholder: 'Empty: the field is emptied' },
                'x-template': { place: 'value' },
              }),
            ),
          },
          exact,
        ),
        {
          title: 'Fields',
          description: 'What is not listed stays as it is. A name is made of first and last name unless you set it.',
          maxItems: 50,
          default: [],
          'x-ui': { widget: 'rows', addLabel: 'Add field', emptyMessage: 'No field is set' },
          'x-required': true,
        },
      ),
    },
    exact,
  ),
  outputs: [
    ...contactOutputs(['success']),
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'CONTACT_NOT_FOUND' },
  ],
  sets: [],
  means: { contact: 'id', exits: ['success'] },
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the contact cannot be changed, the run ends here.' },
  ],
  // What is as it should be is not written again.
  repeat: 'safe',
  summary: [{ rows: 'fields', cells: [{ field: 'field' }, { field: 'value', style: 'template' }], prefix: 'sets' }],
  defaults: { contact: '$contact.id', fields: [{ field: '', value: '' }] },
})
