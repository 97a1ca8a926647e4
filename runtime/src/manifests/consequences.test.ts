import type { IntegrationManifest } from '@patchbay/shared/api'
import { readManifest } from '@patchbay/shared/manifests'
import { describe, expect, it } from 'vitest'
import { bridgeManifest, ticketAction } from '../../test/stand-ins/bridge-manifest.ts'
import { type BridgeAccount, requireSecretHost } from './bridge-auth.ts'
import { consequencesOf } from './consequences.ts'

function manifestAt(
  origin: string,
  change: object = {},
  actions: readonly object[] = [ticketAction(origin)],
): IntegrationManifest {
  const given = bridgeManifest(origin, { name: 'desk', ...change }, ...actions)
  const { manifest, errors } = readManifest(given, { mayBePlain: () => true })
  if (manifest === undefined) throw new Error(JSON.stringify(errors))
  return manifest
}

const account: BridgeAccount = { id: 'a1', name: 'Desk of Ana', properties: { account: 'north' } }

const told = (
  before: IntegrationManifest,
  after: IntegrationManifest,
  accounts: readonly BridgeAccount[] = [account],
) => consequencesOf({ before, after, accounts, uses: [] })

const boundTo = (...secretHosts: readonly string[]) => ({ ...account, secretHosts })

it.each([
  ['another host', 'https://desk.example.com', 'https://other.example.com', 'other.example.com:443'],
  ['another port', 'https://desk.example.com', 'https://desk.example.com:8443', 'desk.example.com:8443'],
  ['https in place of http', 'http://desk.example.com', 'https://desk.example.com', 'desk.example.com:443'],
])('a manifest with %s says that secrets have to be entered again', (_title, before, after, host) => {
  expect(told(manifestAt(before), manifestAt(after), [boundTo(new URL(before).host)])).toEqual([
    `Its account has to be given its secrets again, because they were not entered for ${host}. Until then calls there fail.`,
  ])
})

describe('a manifest with another host', () => {
  const [before, after] = [manifestAt('https://desk.example.com'), manifestAt('https://other.example.com')]
  const withGiven = { ...account, grantedHosts: ['desk.example.com:443'] }

  it('asks for nothing where no secret and nothing that a bridge gave is bound to the old one', () => {
    expect(told(before, after)).toEqual([])
    expect(told(before, after, [boundTo('desk.example.com:443', 'other.example.com:443')])).toEqual([])
  })

  it('asks for accounts to be saved again where only what a bridge gave is bound to the old one', () => {
    expect(told(before, after, [withGiven])).toEqual([
      'Its account has to be saved again, because what the bridge gave with it was not given for other.example.com:443. Until then calls there fail.',
    ])
  })

  it('says how many of several accounts are held back, and from what', () => {
    const bound = { ...withGiven, secretHosts: ['desk.example.com:443'] }
    expect(told(before, after, [bound, account, withGiven, bound])).toEqual([
      '2 of its 4 accounts have to be given their secrets again, because they were not entered for other.example.com:443. Until then calls there fail.',
      '1 of its 4 accounts has to be saved again, because what the bridge gave with it was not given for other.example.com:443. Until then calls there fail.',
    ])
    expect(told(before, after, [bound, bound])[0]).toMatch(/^Its 2 accounts have to be given their secrets again/)
  })

  it.each([[account], [withGiven], [boundTo('desk.example.com:443')]])(
    'tells just of the accounts with which a call is refused: %j',
    (one) => {
      const url = 'https://other.example.com/auth'
      const isRefused = told(before, after, [one]).length > 0
      if (isRefused) expect(() => requireSecretHost(one, url)).toThrow(/other\.example\.com:443/)
      else expect(() => requireSecretHost(one, url)).not.toThrow()
    },
  )
})

it('a manifest whose addresses only have the port that they had without saying so asks for nothing', () => {
  expect(
    told(manifestAt('https://desk.example.com'), manifestAt('https://desk.example.com:443'), [
      boundTo('desk.example.com:443'),
    ]),
  ).toEqual([])
})

const field = (field_name: string, change: object = {}) => {
  return { field_name, display: field_name, mandatory: true, type: 'input', store: true, ...change }
}

it.each([
  ['comes from people', {}, ['Its account has to be filled in again under Accounts.']],
  ['the bridge gives', { source: 'auth_validation' }, []],
  ['may be left out', { mandatory: false }, []],
])('a new field that %s is asked for only if people fill it in', (_title, change, sentences) => {
  const at = (...fields: readonly object[]) =>
    manifestAt('https://desk.example.com', { authentication_configuration: fields })
  expect(told(at(field('account')), at(field('account'), field('region', change)))).toEqual(sentences)
})

it('runs that wait go on with what a manifest drops, and nothing new is built with it', () => {
  const origin = 'https://desk.example.com'
  const at = (...names: readonly string[]) =>
    manifestAt(
      origin,
      {},
      names.map((name) => ticketAction(origin, { name })),
    )
  expect(told(at('kept', 'first', 'second'), at('kept'))).toEqual([
    'Runs that wait go on with first and second, which are offered and deployed no more.',
  ])
})

it('a field that the bridge gives from now on is one that people have filled in before', () => {
  const at = (change: object) =>
    manifestAt('https://desk.example.com', { authentication_configuration: [field('a'), field('region', change)] })
  expect(told(at({}), at({ source: 'auth_validation' }))).toEqual([
    'Its account keeps what was entered in region until it is saved again. It is sent no more.',
  ])
})

it('live flows go on with an action as it was built only where the newer manifest has another one of its name', () => {
  const origin = 'https://desk.example.com'
  const at = (...changes: readonly object[]) =>
    manifestAt(
      origin,
      {},
      changes.map((change) => ticketAction(origin, change)),
    )
  const [kept, changed, gone] = ['kept', 'changed', 'gone'].map((name) => ({ name }))
  const uses = [{ flowId: 'f1', flowName: 'Orders', actions: ['kept', 'changed', 'gone'] }]
  const before = at({ ...kept }, { ...changed }, { ...gone })
  const after = at({ ...changed, display: 'open a ticket' }, { ...kept })
  expect(consequencesOf({ before, after, accounts: [], uses })).toEqual([
    'The live flow "Orders" goes on with changed as it was built. The newer one is offered there.',
  ])
})

it('a manifest that drops the sign-in says that accounts are used no more', () => {
  const origin = 'https://desk.example.com'
  const open = { type: 'none', auth_validation_endpoint: 'https://other.example.com/auth' }
  expect(told(manifestAt(origin), manifestAt(origin, open))).toEqual([
    'Its account is used no more. Remove it under Accounts.',
  ])
})

describe('a manifest with other types of interactions', () => {
  const of = (...interaction_types: readonly string[]) =>
    manifestAt('https://desk.example.com', {
      interaction_types,
      interaction_retrieval_endpoint: 'https://desk.example.com/interactions',
    })
  const wanting = (...types: readonly string[]) => {
    return { ...account, properties: { ...account.properties, 'interaction-types': types } }
  }

  it('says of which accounts it leaves no choice', () => {
    const [all, some, none] = [account, wanting('ticket', 'task'), wanting()]
    const words = 'asked for no interactions any more: none of the kinds chosen for'
    expect(told(of('ticket', 'task', 'case'), of('order'), [some])).toEqual([
      `Its account is ${words} it is left. Choose others under Accounts.`,
    ])
    expect(told(of('ticket', 'task', 'case'), of('order'), [all, some, none, some])).toEqual([
      `2 of its 4 accounts are ${words} them is left. Choose others under Accounts.`,
    ])
  })

  it.each([
    ['a chosen one is left', ['task']],
    ['a chosen one is spelled in another letter case', ['Ticket', 'Case']],
    ['there are none at all, so that all are wanted', []],
  ])('says nothing where %s', (_title, types) => {
    expect(told(of('ticket', 'task', 'case'), of(...types), [wanting('ticket', 'task')])).toEqual([])
  })
})
