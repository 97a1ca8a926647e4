const field = (field_name: string, type = 'input') => ({
  field_name,
  display: field_name,
  mandatory: true,
  type,
  store: true,
})

const oauthFields = ['site', 'client_id', 'client_secret', 'access_token_url']

/** The fields of each type of authentication. */
export const credentialFields: Readonly<Record<string, readonly object[]>> = {
  none: [],
  custom: [field('account'), field('token')],
  oauth2: [...oauthFields.map((name) => field(name)), field('authorization_url')],
  oauth2_password: [...oauthFields, 'username', 'password'].map((name) => field(name)),
  oauth2_client_credentials: oauthFields.map((name) => field(name)),
}

/** A manifest whose bridge is at `origin`. */
export function bridgeManifest(
  origin: string,
  { name, type = 'custom', ...change }: { readonly name: string; readonly type?: string } & Record<string, unknown>,
  ...actions: readonly object[]
) {
  return {
    integration: {
      name,
      display_name: 'Desk',
      description: 'Tickets of a desk.',
      logo_url: `${origin}/logo.png`,
      icon_url: `${origin}/icon.png`,
      authentication_type: type,
      authentication_configuration: credentialFields[type],
      auth_validation_endpoint: `${origin}/auth_validation`,
      ...change,
    },
    actions: (actions.length === 0 ? [ticketAction(origin)] : actions).map((action) => ({ provider: name, ...action })),
  }
}

/** An action with an input of each type. */
export function ticketAction(origin: string, change: object = {}) {
  return {
    name: 'create_ticket',
    display: 'create a ticket',
    description: 'create a ticket in Desk',
    endpoint: `${origin}/actions/create_ticket`,
    inputs: [
      { key: 'subject', name: 'Subject', mandatory: true, type: 'Text', format: 'Costs $5 {{contact.name}}' },
      { key: 'comment', name: 'Comment', type: 'Textarea' },
      { key: 'count', name: 'Count', type: 'Number', format: '3' },
      { key: 'phone', name: 'Phone', type: 'Tel' },
      { key: 'link', name: 'Link', type: 'URL' },
      { key: 'due', name: 'Due', type: 'Datetime' },
      { key: 'priority', name: 'Priority', mandatory: true, type: 'Select', format: 'low, normal,high' },
    ],
    ...change,
  }
}
