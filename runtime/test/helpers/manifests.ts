/** An integration without sign-in, as people paste it. */
export const zendesk = {
  name: 'zendesk',
  display_name: 'Zendesk',
  description: 'Tickets of Zendesk.',
  logo_url: 'https://bridge.example.com/images/logo.png',
  icon_url: 'https://bridge.example.com/images/icon.png',
  authentication_type: 'none',
} as const

/** An action of it, with the capital letter that its documentation has. */
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
} as const
