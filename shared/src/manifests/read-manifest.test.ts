import { describe, expect, it } from 'vitest'
import { isManifestDate, manifestInteger, placeholdersIn, replacePlaceholders, selectChoices } from './read-default.ts'
import { readManifest } from './read-manifest.ts'
import { createTicket, myCrm, zendesk } from './test-manifests.ts'

const field = (name: string, type = 'input') => ({
  field_name: name,
  display: name,
  mandatory: true,
  type,
  store: true,
})

describe('reading a manifest', () => {
  it('takes My CRM as it is documented', () => {
    const { manifest, errors, warnings } = readManifest(myCrm)
    expect(errors).toEqual([])
    expect(warnings).toEqual([])
    expect(manifest?.actions).toEqual([])
    expect(manifest?.integration).toMatchObject({ name: 'mycrm', interaction_types: ['Ticket', 'Case'] })
    expect(manifest?.integration.authentication_configuration).toEqual([
      {
        field_name: 'account',
        display: 'Account',
        mandatory: true,
        type: 'input',
        store: true,
        help: 'The first part of the address of your CRM',
        format: 'https://{{account}}.mycrm.example.com',
      },
      { field_name: 'token', display: 'API token', mandatory: true, type: 'input', store: true },
    ])
  })

  it('takes create_ticket of Zendesk, whose provider is written with a capital letter', () => {
    const { manifest, errors, warnings } = readManifest({ integration: zendesk, actions: [createTicket] })
    expect(errors).toEqual([])
    expect(warnings).toContainEqual({
      path: 'actions[0].provider',
      message: '"Zendesk" is taken as "zendesk", which is how the integration is called.',
    })
    const [action] = manifest?.actions ?? []
    expect(action?.provider).toBe('zendesk')
    expect(action?.inputs.map(({ type }) => type)).toEqual(['text', 'textarea', 'text', 'select', 'datetime'])
    expect(selectChoices(action?.inputs[3]?.format ?? '')).toEqual(['low', 'normal', 'high', 'urgent'])
  })

  it('takes the integration with its actions beside, and documents in a list in any order', () => {
    const whole = readManifest({ integration: zendesk, actions: [createTicket] }).manifest
    expect(readManifest({ ...zendesk, actions: [createTicket] }).manifest).toEqual(whole)
    expect(readManifest([createTicket, zendesk]).manifest).toEqual(whole)
    expect(readManifest([{ integration: zendesk }, createTicket]).manifest).toEqual(whole)
  })

  it('takes the keys of the parts in any letter case, in a list of documents, too', () => {
    const whole = readManifest({ integration: zendesk, actions: [createTicket] }).manifest
    expect(readManifest([{ Integration: zendesk, ACTIONS: [createTicket] }]).manifest).toEqual(whole)
    expect(readManifest([{ ...zendesk, Actions: [createTicket] }]).manifest).toEqual(whole)
  })

  it('tells an integration from an action by what it has more members of', () => {
    const known = { vendor: 'us', provider: 'us', endpoint: 'https://us.example.com' }
    const bare = readManifest({ ...zendesk, ...known, actions: [createTicket] })
    expect([bare.errors, bare.manifest?.integration]).toEqual([[], expect.objectContaining(known)])
    const action = { ...createTicket, display_name: 'A ticket', logo_url: 'x' }
    const list = readManifest([action, { ...zendesk, ...known }])
    expect([list.errors, list.manifest?.actions]).toEqual([[], [expect.objectContaining({ display_name: 'A ticket' })]])
  })

  it('reads what it has written itself without a change or a warning about it', () => {
    const { manifest } = readManifest({ integration: zendesk, actions: [createTicket] })
    const again = readManifest(JSON.parse(JSON.stringify(manifest)))
    expect(again.manifest).toEqual(manifest)
    expect(again.warnings).toEqual([])
  })

  it.each([
    ['none', []],
    ['custom', [field('token')]],
    [
      'oauth2',
      ['site', 'client_id', 'client_secret', 'authorization_url', 'access_token_url']
        .map((name) => field(name))
        .concat(field('code', 'OAuth')),
    ],
    [
      'oauth2_password',
      ['site', 'client_id', 'client_secret', 'access_token_url', 'username', 'password'].map((name) => field(name)),
    ],
    [
      'OAUTH2_client_credentials',
      ['site', 'client_id', 'client_secret', 'access_token_url'].map((name) => field(name)),
    ],
  ])('takes the type %s', (authentication_type, authentication_configuration) => {
    const given = { ...myCrm, authentication_type, authentication_configuration }
    const { manifest, errors } = readManifest(given)
    expect(errors).toEqual([])
    expect(manifest?.integration.authentication_type).toBe(authentication_type.toLowerCase())
  })

  it('takes the older form of fields, words for yes and no, and types in words', () => {
    const { manifest, errors, warnings } = readManifest({
      ...myCrm,
      authentication_configuration: [
        { account: { display: 'Account', mandatory: 'True', source: 'input' } },
        { TOKEN: { Display: 'Token', Mandatory: true, Store: true, Type: 'Password' } },
        { field_name: 'plain', display: 'Plain', mandatory: false, type: 'Text', store: 'false' },
      ],
    })
    expect(errors).toEqual([])
    expect(manifest?.integration.authentication_configuration).toEqual([
      { field_name: 'account', display: 'Account', mandatory: true, type: 'input', store: true, source: 'input' },
      { field_name: 'TOKEN', display: 'Token', mandatory: true, type: 'password', store: true },
      { field_name: 'plain', display: 'Plain', mandatory: false, type: 'input', store: false },
    ])
    expect(warnings.map(({ path }) => path)).toEqual([
      'authentication_configuration[0]',
      'authentication_configuration[0].mandatory',
      'authentication_configuration[1]',
      'authentication_configuration[2].store',
    ])
  })

  it('keeps what it does not know, and says so', () => {
    const { manifest, warnings } = readManifest({
      integration: { ...myCrm, vendor: 'us', discription: 'x' },
      actions: [],
      comment: 'ours',
    })
    expect(manifest).toMatchObject({ comment: 'ours', integration: { vendor: 'us', discription: 'x' } })
    expect(warnings).toEqual([
      { path: 'comment', message: 'Nothing here uses it; it is kept.' },
      { path: 'integration.vendor', message: 'Nothing here uses it; it is kept.' },
      { path: 'integration.discription', message: 'Nothing here uses it; it is kept. Did you mean "description"?' },
    ])
  })

  it('takes null for an endpoint that is not there', () => {
    const { manifest, errors } = readManifest({ ...myCrm, agent_synchronization_endpoint: null })
    expect(errors).toEqual([])
    expect(manifest?.integration).not.toHaveProperty('agent_synchronization_endpoint')
  })

  it('warns of what is not called: people of an integration without accounts, and types of interactions without an endpoint', () => {
    const { errors, warnings } = readManifest({
      ...myCrm,
      authentication_type: 'none',
      authentication_configuration: [],
    })
    expect(errors).toEqual([])
    const message = 'It is not called: an integration without sign-in (none) has no accounts to call it for.'
    expect(warnings).toEqual([
      { path: 'contact_synchronization_endpoint', message },
      { path: 'interaction_retrieval_endpoint', message },
      { path: 'agent_synchronization_endpoint', message },
    ])
    const { interaction_retrieval_endpoint: _endpoint, ...without } = myCrm
    expect(readManifest(without).warnings).toEqual([
      {
        path: 'interaction_types',
        message: 'Nothing uses them, because there is no interaction_retrieval_endpoint. Add it, or leave them out.',
      },
    ])
    expect(readManifest({ ...myCrm, interaction_retrieval_endpoint: null }).warnings).toHaveLength(1)
  })

  it('warns of placeholders that nothing fills in', () => {
    const inputs = [{ key: 'a', name: 'A', format: 'of {{agent.name}} for {{ contact.phone }} {{contact.shoe_size}}' }]
    const { errors, warnings } = readManifest({ integration: zendesk, actions: [{ ...createTicket, inputs }] })
    expect(errors).toEqual([])
    expect(warnings.filter(({ path }) => path === 'actions[0].inputs[0].format').map(({ message }) => message)).toEqual(
      [
        'Nothing fills in "{{agent.name}}": it will be empty. Fields of {{contact.…}} are filled in.',
        'Nothing fills in "{{contact.shoe_size}}": it will be empty. Fields of {{contact.…}} are filled in.',
      ],
    )
  })

  it('finds placeholders with blanks around them, and is quick with a long default that opens one and never ends', () => {
    expect(placeholdersIn('Hi {{ contact.name }}{{contact.email}}, {{}} {')).toEqual([
      'contact.name',
      'contact.email',
      '',
    ])
    expect(replacePlaceholders('{{ a }} and {{b\n}}', (name) => `<${name}>`)).toBe('<a> and <b>')
    const start = performance.now()
    expect(placeholdersIn(`{{${' '.repeat(4_000)}`)).toEqual([])
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('takes an address without encryption only where the operator allows it', () => {
    const given = { ...myCrm, auth_validation_endpoint: 'http://127.0.0.1:9000/auth' }
    expect(readManifest(given).errors).toHaveLength(1)
    expect(readManifest(given, { mayBePlain: ({ host }) => host === '127.0.0.1:9000' }).errors).toEqual([])
  })

  it('takes a hundred actions, and not one more', () => {
    const actions = Array.from({ length: 101 }, (_, at) => ({ ...createTicket, name: `action_${at}` }))
    expect(readManifest({ integration: zendesk, actions: actions.slice(1) }).manifest?.actions).toHaveLength(100)
    expect(readManifest({ integration: zendesk, actions }).errors).toEqual([
      { path: 'actions', message: 'There are 101 actions. An integration may have 100.' },
    ])
  })

  it.each([
    ['12', 12],
    ['+0012', 12],
    ['-9007199254740993', -9007199254740993n],
    ['+9223372036854775807', 9223372036854775807n],
    ['1234567890123456', 1234567890123456],
    ['1.0', undefined],
    ['1e3', undefined],
    ['', undefined],
    ['9'.repeat(401), undefined],
  ])('reads %s as a whole number with all its digits', (text, number) => {
    expect(manifestInteger(text)).toBe(number)
  })

  it.each([
    ['2026-03-02', true],
    ['2026-03-02T08:00:00', true],
    ['2026-03-02T08:00:00Z', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['01/02/2026', false],
    ['2026-03-02T24:00:00', false],
    ['2026-03-02 08:00:00', false],
    ['2026-03-02T08:00', false],
    ['0000-00-00', false],
  ])('knows whether %s is a date', (text, isDate) => {
    expect(isManifestDate(text)).toBe(isDate)
  })
})
