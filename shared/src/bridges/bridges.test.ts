import { expect, it } from 'vitest'
import {
  afterContactPage,
  bridgeLimits,
  type ContactRun,
  contactMeta,
  readActionAnswer,
  readAgentPage,
  readContactPage,
  readInteractions,
  readNamedContact,
  readReply,
  readValidation,
  startContactRun,
} from './index.ts'

const page = (change: object) => readContactPage({ contacts: [], ...change }).value ?? expect.fail('no page')

/** The run for the next page. */
function next(run: ContactRun, change: object): ContactRun {
  const after = afterContactPage(run, page(change))
  return 'next' in after ? after.next : expect.fail(JSON.stringify(after))
}

it('the four situations of a contact synchronization differ by checkpoint and offset', () => {
  expect(contactMeta(startContactRun(undefined))).toEqual({})
  expect(contactMeta(next(startContactRun(undefined), { next_offset: 'p2' }))).toEqual({ offset: 'p2' })
  const later = startContactRun('2012-11-20 23:01:00 UTC')
  expect(contactMeta(later)).toEqual({ synchronization_checkpoint: '2012-11-20 23:01:00 UTC' })
  expect(contactMeta(next(later, { next_offset: 7, context: null }))).toEqual({
    synchronization_checkpoint: '2012-11-20 23:01:00 UTC',
    offset: 7,
    context: null,
  })
})

it('a new checkpoint counts once the last page is there, whichever page brought it', () => {
  const second = next(startContactRun('old'), { next_offset: 'p2', synchronization_checkpoint: 'new' })
  expect(second.checkpoint).toBe('old')
  expect(afterContactPage(second, page({}))).toEqual({ checkpoint: 'new' })
})

it('a page that leads to itself ends the synchronization', () => {
  const second = next(startContactRun(undefined), { next_offset: 'p2' })
  expect(afterContactPage(second, page({ next_offset: 'p2' }))).toEqual({
    fault: 'The bridge repeats a page: next_offset is the offset of this very page.',
  })
})

it.each([
  { before: 0, circle: 2 },
  { before: 1, circle: 2 },
  { before: 5, circle: 3 },
  { before: 100, circle: 7 },
  { before: 3, circle: 500 },
])('a circle of $circle pages after $before others ends the synchronization soon', ({ before, circle }) => {
  let run = startContactRun('old')
  for (let pages = 1; pages <= 4 * (before + circle); pages += 1) {
    const position = pages < before ? pages : before + ((pages - before) % circle)
    const after = afterContactPage(run, page({ next_offset: `p${position}`, synchronization_checkpoint: 'new' }))
    if (!('next' in after)) {
      expect(after).toEqual({ fault: 'The bridge repeats pages: next_offset leads back to an earlier page.' })
      return
    }
    // As it is stored between two pages.
    run = JSON.parse(JSON.stringify(after.next))
  }
  expect.unreachable('The circle was not found.')
})

it('as many pages as the platform takes, each with an offset of its own, are no circle', () => {
  let run = startContactRun(undefined)
  for (let pages = 1; pages < bridgeLimits.pages; pages += 1) run = next(run, { next_offset: pages })
  expect(afterContactPage(run, page({}))).toEqual({ checkpoint: undefined })
  expect(afterContactPage(run, page({ next_offset: 'more' }))).toEqual({
    fault: 'There is still a next_offset after 20000 pages. Leave it out on the last page.',
  })
})

it.each([
  [undefined, undefined],
  [null, undefined],
  ['', undefined],
  [0, 0],
  [9007199254740993n, 9007199254740993n],
  ['\0\ud800', '\0\ud800'],
  ['x'.repeat(8_000), 'x'.repeat(8_000)],
])('an offset or checkpoint goes back as it came, %#', (given, mark) => {
  const offset = given === undefined ? {} : { next_offset: given }
  expect(page({ ...offset, synchronization_checkpoint: given })).toMatchObject({ nextOffset: mark, checkpoint: mark })
  expect(readAgentPage({ agents: [], ...offset }).value?.nextOffset).toBe(mark)
})

it.each([
  [true, 'Must be text'],
  [false, 'Must be text'],
  [{ page: 2 }, 'Must be text'],
  [[2], 'Must be text'],
  ['x'.repeat(8_001), 'It has 8001 characters'],
])('with an offset or checkpoint that cannot go back the whole page is unreadable, %#', (mark, says) => {
  const contacts = [{ name: 'Nobody' }]
  for (const key of ['next_offset', 'synchronization_checkpoint']) {
    const { value, faults } = readContactPage({ next_offset: null, contacts, [key]: mark })
    expect([value, faults.at(-1)]).toEqual([undefined, { path: key, message: expect.stringContaining(says) }])
  }
  const { value, faults } = readAgentPage({ agents: [{ id: 1 }], next_offset: mark })
  expect([value, faults.at(-1)]).toEqual([undefined, { path: 'next_offset', message: expect.stringContaining(says) }])
})

it('a contact without id or name is left out, the others of the page are kept', () => {
  const { value, faults } = readContactPage({
    contacts: [{ id: 7, name: 'Ines', phones: [351210000001] }, { name: 'Nobody' }, { id: 'c-2' }, { id: 7 }],
  })
  expect([value?.leftOut, value?.leftOutIds]).toEqual([3, ['c-2']])
  expect(value?.contacts).toMatchObject([{ id: '7', name: 'Ines', phones: ['351210000001'], company: undefined }])
  expect(faults.map(({ path }) => path)).toEqual([
    'contacts[0].phones[0]',
    'contacts[1].id',
    'contacts[2].name',
    'contacts[3].name',
  ])
})

it('contacts that have lost characters are read, counted and told, where the answer is damaged', () => {
  const contacts = [
    { id: 'c-1', name: 'Zo\uFFFD' },
    { id: 2, name: 'Otto', emails: ['otto@x.example', '\uFFFD@x.example'] },
    { id: 3, name: 'Ida' },
  ]
  const own = readContactPage({ contacts })
  expect([own.value?.damaged, own.faults]).toEqual([0, []])
  const { value, faults } = readContactPage({ contacts }, { isDamaged: true })
  expect(value).toMatchObject({ damaged: 2, leftOut: 0, contacts: [{ name: 'Zo\uFFFD' }, {}, {}] })
  const message = expect.stringContaining('Send JSON in UTF-8.')
  expect(faults).toEqual([
    { id: 'c-1', path: 'contacts[0].name', message },
    { id: '2', path: 'contacts[1].emails', message },
  ])
  const agents = [{ id: 1, name: '\uFFFD', email: 'a@x.example' }]
  expect(readAgentPage({ agents }, { isDamaged: true })).toMatchObject({
    value: { damaged: 1, agents: [{ id: '1' }] },
    faults: [{ id: '1', path: 'agents[0].name' }],
  })
})

it.each([
  { next_offset: 'p\uFFFD' },
  { synchronization_checkpoint: '\uFFFD' },
  { context: { at: ['\uFFFD'] } },
  { contacts: [{ id: '\uFFFD', name: 'Zoe' }] },
])('a damaged answer is unreadable where that must come back as it is: %j', (change) => {
  const answer = { contacts: [], ...change }
  expect(readContactPage(answer).value).toBeDefined()
  const { value, faults } = readContactPage(answer, { isDamaged: true })
  expect([value, faults.length]).toEqual([undefined, 1])
})

it.each(['   ', 'x'.repeat(2_001)])('a contact or an agent called %j is left out, and said where', (name) => {
  const contact = readContactPage({ contacts: [{ id: 'c-1', name }] })
  expect(contact.value).toMatchObject({ contacts: [], leftOut: 1, leftOutIds: ['c-1'] })
  expect(contact.faults).toMatchObject([{ path: 'contacts[0].name' }])
  const agent = readAgentPage({ agents: [{ id: 'a-1', name, email: 'a@x.example' }] })
  expect(agent.value).toMatchObject({ agents: [], leftOut: 1, leftOutIds: ['a-1'] })
  expect(agent.faults).toMatchObject([{ path: 'agents[0].name' }])
})

it('e-mail addresses are read without the blanks around them', () => {
  const email = ' rui@a.example\n'
  const contacts = readContactPage({ contacts: [{ id: 1, name: 'Rui', emails: [email] }] })
  expect(contacts).toMatchObject({ value: { contacts: [{ emails: ['rui@a.example'] }] }, faults: [] })
  const agents = readAgentPage({ agents: [{ id: 1, name: ' Rui ', email }] })
  expect(agents).toMatchObject({ value: { agents: [{ name: 'Rui', email: 'rui@a.example' }] }, faults: [] })
})

it('dates of interactions are read in ISO form and as the documentation writes them', () => {
  const { value, faults } = readInteractions(
    ['2026-03-01T16:20:00Z', '2026-03-01T17:20:00+01:00', '2026-03-01 16:20:00 UTC', '01/03/2026'].map((date, at) => ({
      id: at,
      subject: 'Box',
      date,
      type: 'claim',
    })),
    { types: ['claim'] },
  )
  expect(value?.interactions.map(({ date }) => date)).toEqual(Array(3).fill('2026-03-01T16:20:00.000Z'))
  expect(faults).toMatchObject([{ path: '[3].date' }])
})

it('agents have ids of any kind, and an offset that is a whole number', () => {
  const { value, faults } = readAgentPage({ agents: [{ id: 5, name: 'Rui', email: 'rui@a.example' }], next_offset: 50 })
  expect(value).toEqual({
    agents: [{ id: '5', isNumber: true, name: 'Rui', email: 'rui@a.example' }],
    leftOut: 0,
    damaged: 0,
    leftOutIds: [],
    nextOffset: 50,
  })
  expect(faults).toEqual([])
  const wrong = readAgentPage({ agents: [{ id: 8, name: 'Ola', email: 'none' }, { id: 'a-9' }, { name: 'Ida' }] })
  expect(wrong.value).toMatchObject({ agents: [], leftOut: 3, leftOutIds: ['8', 'a-9'] })
  expect(readAgentPage({ agents: [], next_offset: '50' }).faults).toMatchObject([{ path: 'next_offset' }])
})

it('values that a bridge keeps with an account are texts, numbers and booleans', () => {
  const { value, faults } = readValidation({ id: 'c-1', seats: 4, isNew: false, list: [], none: null })
  expect(value).toEqual({ id: 'c-1', seats: 4, isNew: false })
  expect(faults.map(({ path }) => path)).toEqual(['list'])
})

it('the answer to an action may be empty, and its members are texts', () => {
  expect(readActionAnswer(undefined).faults).toEqual([])
  expect(readActionAnswer({ message: 'Done', external_id: 7 })).toMatchObject({
    value: { message: 'Done', external_id: '7' },
    faults: [{ path: 'external_id' }],
  })
})

it('the answer to an action names a contact by a text or a number', () => {
  expect(readNamedContact({ contact_external_id: 7 }).value).toEqual({ id: '7', isNumber: true })
  expect(readNamedContact({ contact_external_id: '7' }).value).toEqual({ id: '7', isNumber: false })
  for (const none of [undefined, null, {}, [], { contact_external_id: null }, { contact_external_id: '' }]) {
    expect(readNamedContact(none)).toEqual({ value: undefined, faults: [] })
  }
  for (const id of [true, { a: 1 }, ['c-1'], 'x'.repeat(501), 'c\0']) {
    const read = readNamedContact({ contact_external_id: id })
    expect([read.value, read.faults.map(({ path }) => path)]).toEqual([undefined, ['contact_external_id']])
  }
  expect(readActionAnswer({ contact_external_id: 7 }).faults).toEqual([])
})

it.each([
  ['validation', 200, '{}', 'good'],
  ['validation', 204, '', 'good'],
  ['validation', 401, '', 'credentials'],
  ['validation', 500, '', 'later'],
  ['contacts', 204, '', 'broken'],
  ['contacts', 200, '', 'broken'],
  ['contacts', 429, '', 'later'],
  ['interactions', 302, '', 'broken'],
  ['agents', 200, '<html>', 'broken'],
  ['action', 201, '', 'good'],
  ['action', 400, '{"message":"No"}', 'refused'],
] as const)('an answer to %s with %i and %j is %s', (kind, status, text, verdict) => {
  expect(readReply(kind, { status, text }).kind).toBe(verdict)
})

it.each([
  ['no zone', { date: '2026-03-01T16:20:00' }, '[1].date'],
  ['a day alone', { date: '2026-03-01' }, '[1].date'],
  ['a date of RFC 9110', { date: 'Sun, 01 Mar 2026 16:20:00 GMT' }, '[1].date'],
  ['no subject', { subject: '' }, '[1].subject'],
  ['a type that is not in the manifest', { type: 'order' }, '[1].type'],
  ['the id of another one', { id: 'i1' }, '[1].id'],
  ['a number as subject, and no zone', { subject: 7, date: '2026-03-01T16:20:00' }, '[1].date'],
])('of interactions those are counted that are left out, and why: %s', (_title, change, path) => {
  const entry = { id: 'i1', subject: 'Box', date: '2026-03-01T16:20:00Z', type: 'claim', priority: 'odd' }
  const { value } = readInteractions([entry, { ...entry, id: 'i2', ...change }], { types: ['claim'] })
  expect(value).toMatchObject({ interactions: [{ id: 'i1' }], leftOut: 1, firstFault: { path } })
})
