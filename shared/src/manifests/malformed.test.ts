import { describe, expect, it } from 'vitest'
import { readManifest } from './read-manifest.ts'
import { createTicket, myCrm, zendesk } from './test-manifests.ts'

const token = { field_name: 'token', display: 'Token', mandatory: true, type: 'input', store: true }
const input = { key: 'subject', name: 'Subject', mandatory: true, type: 'text' }

const crm = (change: object) => ({ ...myCrm, ...change })
const without = (key: keyof typeof myCrm) => Object.fromEntries(Object.entries(myCrm).filter(([name]) => name !== key))
const fields = (...list: readonly unknown[]) => crm({ authentication_configuration: list })
const action = (change: object) => ({ integration: zendesk, actions: [{ ...createTicket, ...change }] })
const inputs = (...list: readonly unknown[]) => action({ inputs: list })
const oauth = (type: string, ...names: readonly string[]) =>
  crm({
    authentication_type: type,
    authentication_configuration: names.map((name) => ({ ...token, field_name: name })),
  })

const FIELDS = 'authentication_configuration'

/** What is wrong, where, and the sentence. */
const malformed: readonly (readonly [title: string, given: unknown, path: string, message: string])[] = [
  ['nothing', undefined, '', 'Must be an object with "integration" and "actions". It is nothing.'],
  ['null', null, '', 'Must be an object with "integration" and "actions". It is null.'],
  ['a text', 'mycrm', '', 'Must be an object with "integration" and "actions". It is text.'],
  ['an empty list', [], '', 'None of the documents is an integration. Add its configuration.'],
  ['two integrations', [myCrm, zendesk], '', '2 of the documents are integrations. Import one at a time.'],
  ['an empty object', {}, 'integration', 'It is missing. Add the configuration of the integration.'],
  [
    'an action alone',
    createTicket,
    'integration',
    'This is an action alone. Add the configuration of its integration.',
  ],
  [
    'an integration that is a list',
    { integration: [myCrm] },
    'integration',
    'Must be the configuration of the integration, in { and }. It is a list.',
  ],
  [
    'actions that are an object',
    { integration: myCrm, actions: {} },
    'actions',
    'Must be a list, in [ and ]. It is an object.',
  ],
  [
    'nothing to do',
    { integration: zendesk, actions: [] },
    '',
    'It has neither an action nor an endpoint, so nothing could be done with it. Add one.',
  ],

  ['no name', without('name'), 'name', 'It is missing. Add the system name, which the actions have as their provider.'],
  [
    'an empty name',
    crm({ name: ' ' }),
    'name',
    'It is empty. Enter the system name, which the actions have as their provider.',
  ],
  [
    'a name with a space',
    crm({ name: 'My CRM' }),
    'name',
    '"My CRM" cannot be used. Use small letters, digits, _ and - only, such as my_crm.',
  ],
  ['a name that is a number', crm({ name: 7 }), 'name', 'Must be text, in quotes. It is a number.'],
  ['a name that is too long', crm({ name: 'x'.repeat(65) }), 'name', 'It has 65 characters. Shorten it to 64.'],
  [
    'the same key twice',
    crm({ Name: 'other' }),
    'name',
    'It is there twice, in different letter case. Remove one of them.',
  ],
  ...[
    { integration: zendesk, actions: [createTicket], Actions: [] },
    { ...zendesk, actions: [createTicket], Actions: [] },
    [{ ...zendesk, actions: [], Actions: [] }, createTicket],
  ].map(
    (given) =>
      ['actions twice', given, 'actions', 'It is there twice, in different letter case. Remove one of them.'] as const,
  ),
  [
    'the integration twice',
    { integration: zendesk, INTEGRATION: zendesk, actions: [createTicket] },
    'integration',
    'It is there twice, in different letter case. Remove one of them.',
  ],
  ['no display name', without('display_name'), 'display_name', 'It is missing. Add the name that people read.'],
  [
    'no description',
    without('description'),
    'description',
    'It is missing. Add which service the integration reaches.',
  ],
  [
    'a control character',
    crm({ description: 'a\u0007b' }),
    'description',
    'It has characters that cannot be shown. Remove them.',
  ],
  ['no logo', without('logo_url'), 'logo_url', 'It is missing. Add the address of the logo.'],
  ['no icon', without('icon_url'), 'icon_url', 'It is missing. Add the address of the icon.'],
  [
    'a logo beside the manifest',
    crm({ logo_url: 'logo.png' }),
    'logo_url',
    '"logo.png" is no address. Write a whole one, such as https://bridge.example.com/path.',
  ],
  [
    'an address with a space',
    crm({ icon_url: 'https://bridge.example.com/my icon.png' }),
    'icon_url',
    '"https://bridge.example.com/my icon.png" is no address. Write a whole one, such as https://bridge.example.com/path.',
  ],
  [
    'a logo in the document',
    crm({ logo_url: 'data:image/png;base64,AA==' }),
    'logo_url',
    'It begins with data:. Use https://.',
  ],
  [
    'an endpoint without encryption',
    crm({ auth_validation_endpoint: 'http://bridge.example.com/auth' }),
    'auth_validation_endpoint',
    'It must begin with https://, because credentials go there. An operator can allow the host in PATCHBAY_EGRESS_ALLOW.',
  ],
  [
    'an endpoint with a password',
    crm({ contact_synchronization_endpoint: 'https://me:secret@bridge.example.com/' }),
    'contact_synchronization_endpoint',
    'It has a name or password. Make them credential fields instead.',
  ],
  [
    'an endpoint with a fragment',
    crm({ agent_synchronization_endpoint: 'https://bridge.example.com/#agents' }),
    'agent_synchronization_endpoint',
    'The part after # is never sent. Leave it out.',
  ],
  [
    'an endpoint that is no text',
    crm({ interaction_retrieval_endpoint: false }),
    'interaction_retrieval_endpoint',
    'Must be text, in quotes. It is false.',
  ],
  [
    'an endpoint that is too long',
    crm({ logo_url: `https://x.example/${'a'.repeat(2_000)}` }),
    'logo_url',
    'It has 2018 characters. Shorten it to 2000.',
  ],
  [
    'interaction types in a text',
    crm({ interaction_types: 'Ticket, Case' }),
    'interaction_types',
    'Must be a list, in [ and ]. It is text.',
  ],
  [
    'an interaction type that is no text',
    crm({ interaction_types: ['Ticket', 7] }),
    'interaction_types[1]',
    'Must be text of 1 to 50 characters. It is a number.',
  ],
  [
    'an interaction type twice',
    crm({ interaction_types: ['Case', 'Case'] }),
    'interaction_types[1]',
    '"Case" is there already, at interaction_types[0]. Give it another name.',
  ],

  [
    'no type of authentication',
    without('authentication_type'),
    'authentication_type',
    'It is missing. Add one of none, custom, oauth2, oauth2_password, oauth2_client_credentials.',
  ],
  [
    'an unknown type of authentication',
    crm({ authentication_type: 'basic' }),
    'authentication_type',
    '"basic" is none of none, custom, oauth2, oauth2_password, oauth2_client_credentials.',
  ],
  [
    'custom without fields',
    without(FIELDS),
    FIELDS,
    'The type custom needs at least one field. Add one, or choose the type none.',
  ],
  ['fields in an object', crm({ [FIELDS]: { token } }), FIELDS, 'Must be a list, in [ and ]. It is an object.'],
  [
    'too many fields',
    fields(...Array.from({ length: 51 }, (_, at) => ({ ...token, field_name: `f${at}` }))),
    FIELDS,
    'It has 51 entries. There may be 50.',
  ],
  ['a field that is a text', fields('token'), `${FIELDS}[0]`, 'Must be a credential field, in { and }. It is text.'],
  [
    'a field without a name',
    fields({ ...token, field_name: undefined, display: 'T' }),
    `${FIELDS}[0].field_name`,
    'It is missing. Add the key under which the bridge gets the value.',
  ],
  [
    'a field with a dash',
    fields({ ...token, field_name: 'api-key' }),
    `${FIELDS}[0].field_name`,
    '"api-key" cannot be used. Begin with a letter, and use letters, digits and _ only, such as api_key.',
  ],
  [
    'two fields of one name',
    fields(token, token),
    `${FIELDS}[1].field_name`,
    `"token" is there already, at ${FIELDS}[0].field_name. Give it another name.`,
  ],
  [
    'a field without a label',
    fields({ ...token, display: null }),
    `${FIELDS}[0].display`,
    'It is missing. Add the label of the field.',
  ],
  [
    'a field that says not whether it is mandatory',
    fields({ ...token, mandatory: null }),
    `${FIELDS}[0].mandatory`,
    'It is missing. Add true or false.',
  ],
  [
    'a field that is mandatory in words',
    fields({ ...token, mandatory: 'yes' }),
    `${FIELDS}[0].mandatory`,
    'Must be true or false, without quotes. It is text.',
  ],
  [
    'a field that says not whether it is stored',
    fields({ ...token, store: null }),
    `${FIELDS}[0].store`,
    'It is missing. Add true or false.',
  ],
  [
    'a field of no type',
    fields({ ...token, type: null }),
    `${FIELDS}[0].type`,
    'It is missing. Add one of input, password, oauth.',
  ],
  [
    'a field of an unknown type',
    fields({ ...token, type: 'number' }),
    `${FIELDS}[0].type`,
    '"number" is none of input, password, oauth, text.',
  ],
  [
    'a token where nobody gives one',
    fields({ ...token, type: 'oauth' }),
    `${FIELDS}[0].type`,
    'The type custom gets no tokens. Write "input" or "password".',
  ],
  [
    'a help text that is too long',
    fields({ ...token, help: 'x'.repeat(501) }),
    `${FIELDS}[0].help`,
    'It has 501 characters. Shorten it to 500.',
  ],
  [
    'oauth2 without its fields',
    oauth('oauth2', 'site', 'client_id', 'client_secret'),
    FIELDS,
    'The type oauth2 needs "authorization_url", "access_token_url". Add a field for each.',
  ],
  [
    'oauth2_password without a password',
    oauth('oauth2_password', 'site', 'client_id', 'client_secret', 'access_token_url', 'username'),
    FIELDS,
    'The type oauth2_password needs "password". Add a field for each.',
  ],
  [
    'oauth2_client_credentials without a secret',
    oauth('oauth2_client_credentials', 'site', 'client_id', 'access_token_url'),
    FIELDS,
    'The type oauth2_client_credentials needs "client_secret". Add a field for each.',
  ],

  [
    'an action that is a text',
    { integration: zendesk, actions: ['create_ticket'] },
    'actions[0]',
    'Must be an action, in { and }. It is text.',
  ],
  [
    'an action without a provider',
    action({ provider: null }),
    'actions[0].provider',
    'It is missing. Add the name of the integration.',
  ],
  [
    'an action of another integration',
    action({ provider: 'Jira' }),
    'actions[0].provider',
    'No integration is called "Jira" here; this one is "zendesk". Write that, or import the action with its own integration.',
  ],
  [
    'an action without a name',
    action({ name: '' }),
    'actions[0].name',
    'It is empty. Enter the name that no other action has.',
  ],
  [
    'an action with a dot',
    action({ name: 'create.ticket' }),
    'actions[0].name',
    '"create.ticket" cannot be used. Use letters, digits, _ and - only, such as create_ticket.',
  ],
  [
    'two actions of one name',
    { integration: zendesk, actions: [createTicket, createTicket] },
    'actions[1].name',
    '"create_ticket" is there already, at actions[0].name. Give it another name.',
  ],
  [
    'an action without a display',
    action({ display: null }),
    'actions[0].display',
    'It is missing. Add what the action does, in a few words.',
  ],
  [
    'an action without a description',
    action({ description: null }),
    'actions[0].description',
    'It is missing. Add what the action does, in a sentence.',
  ],
  [
    'an action without an endpoint',
    action({ endpoint: null }),
    'actions[0].endpoint',
    'It is missing. Add the address of the bridge for it.',
  ],
  [
    'an action by ftp',
    action({ endpoint: 'ftp://bridge.example.com' }),
    'actions[0].endpoint',
    'It begins with ftp:. Use https://.',
  ],
  [
    'an action without inputs',
    action({ inputs: null }),
    'actions[0].inputs',
    'It is missing. Add the list of inputs, or [].',
  ],
  [
    'an input without a key',
    inputs({ ...input, key: null }),
    'actions[0].inputs[0].key',
    'It is missing. Add the key under which the bridge gets the value.',
  ],
  [
    'two inputs of one key',
    inputs(input, input),
    'actions[0].inputs[1].key',
    '"subject" is there already, at actions[0].inputs[0].key. Give it another name.',
  ],
  [
    'an input without a label',
    inputs({ ...input, name: null }),
    'actions[0].inputs[0].name',
    'It is missing. Add the label of the input.',
  ],
  [
    'an input of an unknown type',
    inputs({ ...input, type: 'boolean' }),
    'actions[0].inputs[0].type',
    '"boolean" is none of text, textarea, number, tel, url, datetime, select.',
  ],
  [
    'a Select without choices',
    inputs({ ...input, type: 'select', format: ' , ' }),
    'actions[0].inputs[0].format',
    'A Select needs its choices. Write them with commas between, such as low,normal,high.',
  ],
  [
    'a number with a fraction',
    inputs({ ...input, type: 'Number', format: '3.5' }),
    'actions[0].inputs[0].format',
    'The default "3.5" is no whole number. Write one, or leave format out.',
  ],
  [
    'a date of another form',
    inputs({ ...input, type: 'Datetime', format: '01/02/2026' }),
    'actions[0].inputs[0].format',
    'The default "01/02/2026" is no date. Write YYYY-MM-DD, YYYY-MM-DDTHH:mm:ss or YYYY-MM-DDTHH:mm:ssZ.',
  ],
  [
    'an address without a scheme',
    inputs({ ...input, type: 'URL', format: 'example.com' }),
    'actions[0].inputs[0].format',
    'The default "example.com" is no address. Begin with https://, or leave format out.',
  ],
  [
    'a default that is a number',
    inputs({ ...input, format: 5 }),
    'actions[0].inputs[0].format',
    'Must be text, in quotes. It is a number.',
  ],
]

describe('a manifest that is malformed', () => {
  it('is one of at least sixty here', () => {
    expect(malformed.length).toBeGreaterThanOrEqual(60)
  })

  it.each(malformed)(
    'with %s is refused in a sentence that says where and what to do',
    (_title, given, path, message) => {
      const { manifest, errors } = readManifest(given)
      expect(manifest).toBeUndefined()
      expect(errors).toContainEqual({ path, message })
    },
  )

  it.each([
    ['__proto__', JSON.parse('{"integration":{"__proto__":{"name":"x"}},"__proto__":[]}')],
    ['depth', Array.from({ length: 150 }).reduce<unknown>((inner) => ({ integration: inner }), {})],
    ['ten thousand actions', { integration: zendesk, actions: Array.from({ length: 10_000 }, () => 1) }],
    [
      'ten thousand keys',
      { integration: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, 1])) },
    ],
  ])('never makes the reader throw, nor say more than people can read: %s', (_title, given) => {
    const { errors, warnings } = readManifest(given)
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.length + warnings.length).toBeLessThanOrEqual(200)
  })
})
