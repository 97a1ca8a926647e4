/** The two manifests of Talkdesk's page in our words: its members, types, letter case and oddities, with other texts. */

/** An integration with two fields, as the page writes it: keys in any case, values of `type` in words. */
export const myCrm = {
  name: 'mycrm',
  display_name: 'My CRM',
  description: 'Finds the contacts of My CRM and what happened with them.',
  logo_url: 'https://bridge.example.com/images/logo.png',
  icon_url: 'https://bridge.example.com/images/icon.png',
  authentication_type: 'custom',
  authentication_configuration: [
    {
      Field_name: 'account',
      Display: 'Account',
      Mandatory: true,
      Type: 'input',
      Store: true,
      Help: 'The first part of the address of your CRM',
      Format: 'https://{{account}}.mycrm.example.com',
    },
    { Field_name: 'token', Display: 'API token', Mandatory: true, Type: 'input', Store: true },
  ],
  auth_validation_endpoint: 'https://bridge.example.com/mycrm/auth_validation',
  contact_synchronization_endpoint: 'https://bridge.example.com/mycrm/contact_sync',
  interaction_retrieval_endpoint: 'https://bridge.example.com/mycrm/interaction_update',
  agent_synchronization_endpoint: 'https://bridge.example.com/mycrm/agent_sync',
  interaction_types: ['Ticket', 'Case'],
}

/** The action, whose provider has a capital letter that no `name` has. */
export const createTicket = {
  provider: 'Zendesk',
  name: 'create_ticket',
  display: 'create a ticket',
  description: 'create a ticket in Zendesk',
  endpoint: 'https://bridge.example.com/zendesk/create_ticket',
  inputs: [
    { key: 'subject', name: 'Subject', mandatory: true, type: 'Text', format: 'Ticket of {{contact.name}}' },
    { key: 'comment', name: 'Comment', mandatory: true, type: 'Textarea' },
    { key: 'requester', name: 'Requester', mandatory: false, type: 'Text', format: '{{contact.email}}' },
    { key: 'priority', name: 'Priority', mandatory: true, type: 'Select', format: 'low, normal,high , urgent' },
    { key: 'due', name: 'Due', mandatory: false, type: 'Datetime' },
  ],
}

export const zendesk = {
  name: 'zendesk',
  display_name: 'Zendesk',
  description: 'Tickets of Zendesk.',
  logo_url: 'https://bridge.example.com/images/logo.png',
  icon_url: 'https://bridge.example.com/images/icon.png',
  authentication_type: 'none',
}

/** Pictures at addresses that may not be called, for an import that reaches nobody. */
export const noPictures = {
  logo_url: 'https://192.0.2.1/logo.png',
  icon_url: 'https://192.0.2.1/icon.png',
} as const
