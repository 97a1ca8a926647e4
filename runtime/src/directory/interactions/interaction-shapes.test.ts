import { readInteractions } from '@patchbay/shared/bridges'
import { AppError } from '@patchbay/shared/errors'
import { expect, it } from 'vitest'
import { DirectoryError } from '../../kit/directory.ts'
import { interactionProblem } from './interaction-problem.ts'
import { knownContacts } from './known-contact.ts'
import { shownInteractions } from './shown-interactions.ts'

const now = new Date('2026-03-01T12:00:00Z')

function shown(...given: readonly object[]) {
  const all = given.map((one, id) => ({ id, subject: 'Box', date: '2026-01-01T00:00:00Z', type: 'ticket', ...one }))
  return shownInteractions(readInteractions(all, { types: ['ticket'] }).value?.interactions ?? [], now)
}

it('what is due comes first, the soonest on top, and then what has happened, the latest on top', () => {
  const dates = ['2026-02-01', '2026-03-09', '2026-02-28', '2026-03-02'].map((day) => ({ date: `${day} 08:00:00 UTC` }))
  expect(shown(...dates).map(({ date }) => date.slice(0, 10))).toEqual([
    '2026-03-02',
    '2026-03-09',
    '2026-02-28',
    '2026-02-01',
  ])
})

it('types that were not asked for are left out, and words of the service stay as they are', () => {
  const items = shown(
    { type: 'case' },
    { priority: 'sehr hoch', status: 'wartet' },
    { priority: 'high', status: 'open' },
  )
  expect(items.map(({ priority, status }) => [priority, status])).toEqual([
    ['sehr hoch', 'wartet'],
    ['high', 'open'],
  ])
})

it.each([
  ['https://desk.example.com/t/1', true],
  ['HTTP://desk.example.com', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  [' https://desk.example.com', false],
  ['//desk.example.com', false],
  ['https://', false],
  [`https://desk.example.com/${'a'.repeat(2_000)}`, false],
])('the address %.40s becomes a link: %s', (url, isLink) => {
  expect(shown({ url })[0]?.url).toBe(isLink ? url : null)
})

it('no more than 100 are shown, each once, and no longer than anybody reads', () => {
  const long = '🦊'.repeat(3_000)
  const items = shown({ subject: long, description: long, priority: long, status: long }, ...Array(150).fill({}))
  expect(items).toHaveLength(100)
  const [first] = items
  expect([first?.subject.length, first?.description?.length]).toEqual([301, 1_001])
  expect(first?.subject.isWellFormed()).toBe(true)
  const twice = { id: 't-1', subject: 'Box', date: now.toISOString(), type: 'ticket' }
  const read = readInteractions([twice], { types: ['ticket'] }).value?.interactions ?? []
  expect(shownInteractions([...read, ...read], now)).toHaveLength(1)
})

it.each(['0000-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00', '2026-02-31T25:00:00Z'])(
  'an interaction with the date %s is left out',
  (date) => {
    expect(shown({ date })).toEqual([])
  },
)

const point = {
  id: 'p',
  channel: 'sms',
  accountId: '',
  shown: '',
  consent: 'none',
  consentAt: null,
  optedOutOf: [],
} as const
const contact = {
  name: 'Ines Prado',
  fields: { email: 'ines@northwind.example' },
  points: ['+351210000001', '88123', '+351210000001', 'ines_p'].map((value) => ({ ...point, value })),
  externalIds: [
    { source: 'another', externalId: 'x', url: null, accountName: null, unseenSince: null, isNumber: false },
    { source: 'desk', externalId: 'c-1', url: null, accountName: null, unseenSince: null, isNumber: false },
  ],
}

it('a service is told its own id of the contact, the e-mail address and the numbers in E.164', () => {
  const rest = { name: 'Ines Prado', emails: ['ines@northwind.example'], phones: ['+351210000001'] }
  expect(knownContacts(contact, 'desk')).toEqual([{ ...rest, externalId: 'c-1' }])
  expect(knownContacts({ ...contact, externalIds: [] }, 'desk')).toEqual([rest])
})

it('a merged contact with two ids in an account is asked for with both, each as it came', () => {
  const both = ['c-1', '7'].map((externalId) => ({
    source: 'desk',
    externalId,
    url: null,
    accountName: null,
    unseenSince: null,
    isNumber: externalId === '7',
  }))
  expect(knownContacts({ ...contact, externalIds: both }, 'desk').map(({ externalId }) => externalId)).toEqual([
    'c-1',
    7,
  ])
})

it('nobody is asked about a contact of whom there is only a name', () => {
  expect(knownContacts({ name: 'Ines Prado', fields: {}, points: [], externalIds: [] }, 'desk')).toEqual([])
})

it.each([
  ['later', new DirectoryError('later', 'The bridge wants fewer calls (429).'), false],
  ['credentials', new DirectoryError('credentials', 'The bridge answered 401.'), false],
  ['refused', new DirectoryError('refused', 'The bridge answered 404.'), false],
  ['broken', new DirectoryError('broken', 'The answer is no JSON.'), false],
  ['foreseen', new AppError('EGRESS_REFUSED', 'The host is not allowed.'), false],
  ['a fault of ours', new Error('at internal.ts:7'), true],
])('what went wrong is told with the name of the account: %s', (_title, thrown, isFault) => {
  const problem = interactionProblem(thrown, { name: 'Helpdesk', timeoutMs: 10_000, isLate: false })
  expect(problem.sentence).toMatch(/^Helpdesk .*\.$/)
  expect(problem.isFault).toBe(isFault)
  expect(problem.sentence).not.toContain('internal.ts')
})

it('a service that does not take the account is told with what mends that, and nothing twice', () => {
  const refused = new DirectoryError('credentials', 'The bridge does not accept these credentials (401).')
  expect(interactionProblem(refused, { name: 'Helpdesk', timeoutMs: 10_000, isLate: false }).sentence).toBe(
    'Helpdesk does not take the account (401). An administrator can mend that under Accounts.',
  )
})

it('what keeps a service from being asked is told once, with what mends it', () => {
  const message = 'The account "Helpdesk" is not connected. An administrator connects it under Accounts.'
  const told = { name: 'Helpdesk', timeoutMs: 10_000, isLate: false }
  expect(interactionProblem(new DirectoryError('unasked', message), told).sentence).toBe(message)
})

it('a service that is too slow is told with the time it had', () => {
  const late = { name: 'Helpdesk', timeoutMs: 10_000, isLate: true }
  expect(interactionProblem(new Error('x'), late).sentence).toBe('Helpdesk did not answer within 10 seconds.')
})
