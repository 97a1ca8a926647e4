import { expect, test } from 'vitest'
import { documentOf, listOf, missingFields, textOf, withText } from './manifest-document.ts'

test('an integration and actions beside it become one document, keys in small letters, unknown members kept', () => {
  const { integration, actions } = documentOf([
    {
      Name: 'crm',
      authentication_type: 'Custom',
      authentication_configuration: [{ account: { Display: 'Account', Mandatory: true } }],
      vendor: 'kept',
    },
    { provider: 'crm', name: 'create', inputs: [{ key: 'a', Type: 'Textarea' }] },
  ])
  expect(integration).toMatchObject({ name: 'crm', authentication_type: 'custom', vendor: 'kept', display_name: '' })
  expect(listOf(integration, 'authentication_configuration')).toEqual([
    { field_name: 'account', display: 'Account', mandatory: true },
  ])
  expect(actions).toMatchObject([{ provider: 'crm', name: 'create', inputs: [{ key: 'a', type: 'textarea' }] }])
})

test('an action that names no provider is one all the same, wherever it stands', () => {
  const action = { Name: 'create', Endpoint: 'https://bridge.example.com/create', Inputs: [] }
  const { integration, actions } = documentOf([action, { name: 'crm', authentication_type: 'none' }])
  expect(integration.name).toBe('crm')
  expect(actions).toMatchObject([{ provider: 'crm', name: 'create', inputs: [] }])
})

test('a package is read as it is, and what is no manifest becomes an empty form', () => {
  const { actions } = documentOf({ integration: { name: 'crm' }, actions: [{ name: 'create' }] })
  expect(actions).toMatchObject([{ provider: 'crm', name: 'create', inputs: [] }])
  for (const nothing of [null, 'text', 7, [], [[]]]) expect(textOf(documentOf(nothing).integration, 'name')).toBe('')
})

test('what stands beside the integration and its actions is kept, in its letter case', () => {
  const { integration, actions, ...rest } = documentOf({
    $schema: 'https://bridge.example.com/manifest.json',
    Vendor: { id: 7 },
    Integration: { name: 'crm', vendor: 'of the integration' },
    Actions: [],
  })
  expect(rest).toEqual({ $schema: 'https://bridge.example.com/manifest.json', Vendor: { id: 7 } })
  expect(integration).toMatchObject({ name: 'crm', vendor: 'of the integration' })
  expect(actions).toEqual([])
  expect(Object.keys(documentOf({ name: 'crm', vendor: 'kept' }))).toEqual(['integration', 'actions'])
})

test.each([
  ['Custom ', 'custom'],
  ['customs', 'customs'],
  ['OAuth2-PKCE', 'OAuth2-PKCE'],
  [7, 7],
  [null, null],
])('the kind of sign-in %j stays %j, so that an unknown one is told as one', (given, kept) => {
  expect(documentOf({ name: 'crm', authentication_type: given }).integration.authentication_type).toBe(kept)
})

test('an integration that names no kind of sign-in begins with custom', () => {
  expect(documentOf({ name: 'crm' }).integration.authentication_type).toBe('custom')
})

test('the fields that a kind of sign-in needs are offered, secrets as secrets', () => {
  const integration = {
    authentication_type: 'oauth2_client_credentials',
    authentication_configuration: [{ field_name: 'site' }],
  }
  expect(missingFields(integration).map(({ field_name, display, type }) => [field_name, display, type])).toEqual([
    ['client_id', 'Client ID', 'input'],
    ['client_secret', 'Client secret', 'password'],
    ['access_token_url', 'Access token URL', 'input'],
  ])
  expect(missingFields({ authentication_type: 'custom' })).toEqual([])
})

test('what may be missing goes with its last character', () => {
  expect(withText({ help: 'x', display: 'y' }, 'help', '')).toEqual({ display: 'y' })
  expect(withText({ display: 'y' }, 'display', '')).toEqual({ display: '' })
})
