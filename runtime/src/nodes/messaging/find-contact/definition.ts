import { defineNode, type FieldCondition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { CONTACT_FIELDS, contactOutputs } from '../contact-outputs.ts'
import { recipientInput, senderInput } from '../message-inputs.ts'

const ways = ['address', 'phone', 'email', 'field', 'external-id'] as const

const when = (...equals: (typeof ways)[number][]): FieldCondition => ({ field: 'by', equals })

export const findContact = defineNode({
  id: 'find-contact',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Find Contact',
  description: 'Looks a contact up. From here on $contact is that contact.',
  icon: 'user-search',
  keywords: ['customer', 'person', 'lookup', 'search', 'profile', 'caller', 'crm', 'create contact', 'who'],
  variablePrefix: 'FINDCONTACT',
  inputs: Type.Object(
    {
      by: Type.Enum([...ways], {
        title: 'Find by',
        default: 'address',
        'x-ui': {
          widget: 'select',
          optionLabels: {
            address: 'who writes to one of our addresses',
            phone: 'phone number',
            email: 'e-mail address',
            field: 'what a field holds',
            'external-id': 'ID in another system',
          },
        },
      }),
      to: Type.Optional(
        recipientInput({
          title: 'Contact',
          description: 'Others in the form of their channel.',
          visibleWhen: when('address'),
        }),
      ),
      from: Type.Optional(senderInput('address', 'Our Address', when('address'))),
      field: Type.Optional(
        Type.String({
          title: 'Field',
          maxLength: 60,
          'x-ui': {
            widget: 'select',
            options: CONTACT_FIELDS,
            width: 'half',
            visibleWhen: when('field'),
            emptyMessage: 'Field is not chosen',
          },
          'x-required': true,
        }),
      ),
      source: Type.Optional(
        Type.String({
          title: 'Other system',
          description: 'The name under which the ID was stored, such as crm.',
          maxLength: 100,
          'x-ui': {
            widget: 'template',
            width: 'half',
            placeholder: 'crm',
            visibleWhen: when('external-id'),
            emptyMessage: 'Other system is empty',
          },
          'x-template': { place: 'text' },
          'x-required': true,
        }),
      ),
      value: Type.Optional(
        Type.String({
          title: 'Value',
          description: 'Exactly this one, such as the number or the ID.',
          maxLength: 2_000,
          'x-ui': {
            widget: 'template',
            visibleWhen: when('phone', 'email', 'field', 'external-id'),
            emptyMessage: 'Value is empty',
          },
          'x-template': { place: 'value' },
          'x-required': true,
        }),
      ),
      createIfMissing: Type.Boolean({
        title: 'Create the contact if there is none',
        default: false,
        'x-ui': { widget: 'switch' },
      }),
    },
    { additionalProperties: false },
  ),
  outputs: [
    ...contactOutputs(['found']),
    { name: 'isNew', title: 'Whether the contact was created now', type: 'boolean', exits: ['found'], sample: 'false' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'INVALID_VALUE' },
  ],
  sets: [],
  means: { contact: 'id', exits: ['found'], finds: true },
  exits: [
    { id: 'found', label: 'Found' },
    { id: 'not-found', label: 'Not Found', when: { field: 'createIfMissing', isSet: false } },
    { id: 'failure', label: 'On Failure', whenOpen: 'If nobody can be looked up, the run ends here.' },
  ],
  // A contact that is created is found when the step is done again.
  repeat: 'safe',
  changesNothing: { field: 'createIfMissing', isSet: false },
  summary: [
    { field: 'by', prefix: 'by' },
    { field: 'to', style: 'template' },
    { field: 'value', style: 'template' },
  ],
  defaults: { by: 'address', to: '$ANI', from: '$DNIS', createIfMissing: false },
})
