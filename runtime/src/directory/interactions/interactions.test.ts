import type { BridgeInteraction, ToldInteractions } from '@patchbay/shared/bridges'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ContactRecord } from '../../contacts/contact-record.ts'
import type { Directory } from '../../kit/directory.ts'
import { createInteractions } from './interactions.ts'

const at = new Date('2026-03-01T12:00:00Z')
const contact = { name: 'Ines', fields: { email: 'ines@northwind.example' }, points: [], externalIds: [] }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** One account of one service, whose secret is `k-31f0`. */
function createRig(ask: NonNullable<Directory['interactions']>, timeoutMs?: number) {
  const record = { id: 'a-1', type: 'bridge:desk', name: 'Helpdesk', identity: null, properties: {}, secrets: {} }
  const stored = { ...record, createdAt: at, modifiedAt: at, modifiedBy: 'Maya' }
  const errors: unknown[] = []
  const interactions = createInteractions({
    // Only what the code reads of these.
    contact: async () => contact as unknown as ContactRecord,
    services: () => [{ account: { id: 'bridge:desk', title: 'Desk' }, directory: { interactions: ask } }],
    accounts: { list: async () => ({ items: [stored], next: null }) },
    openAccounts: {
      find: async (id) => (id === record.id ? stored : undefined),
      openRecord: ({ id, name, properties }) => ({ id, name, properties }),
      mask: () => ({
        // The mask keeps the type of what it is given.
        hide: <Value>(value: Value) => JSON.parse(JSON.stringify(value).replaceAll('k-31f0', '•••')) as Value,
      }),
    },
    now: () => at,
    onError: (error) => errors.push(error),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  })
  const get = (change: { readonly isFresh?: boolean } = {}) =>
    interactions.of({
      contactId: 'c',
      accountId: 'a-1',
      isFresh: false,
      signal: new AbortController().signal,
      ...change,
    })
  return { interactions, get, errors }
}

const told = (interactions: readonly BridgeInteraction[], left: Partial<ToldInteractions> = {}) => {
  return { value: { interactions, leftOut: 0, firstFault: undefined, ...left }, faults: [] }
}

const ticket = {
  id: 't-1',
  subject: 'Your key k-31f0',
  date: '2026-02-01T00:00:00.000Z',
  type: 'ticket',
  description: undefined,
  url: undefined,
  priority: undefined,
  status: 'open',
}

it('an answer is kept for five minutes, without the secrets of the account', async () => {
  let calls = 0
  const { get } = createRig(async () => told([{ ...ticket, id: `t-${++calls}` }]))
  expect((await get()).items).toMatchObject([{ id: 't-1', subject: 'Your key •••', url: null, status: 'open' }])
  vi.advanceTimersByTime(5 * 60_000 - 1)
  expect((await get()).items).toMatchObject([{ id: 't-1' }])
  vi.advanceTimersByTime(1)
  expect((await get()).items).toMatchObject([{ id: 't-2' }])
  expect((await get({ isFresh: true })).items).toMatchObject([{ id: 't-3' }])
})

it('a service that does not answer in time is a sentence, which is kept only briefly', async () => {
  let calls = 0
  const { get, errors } = createRig((_account, _contact, { signal }) => {
    calls += 1
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }, 20)
  const answer = {
    items: [],
    fetchedAt: at.toISOString(),
    leftOut: null,
    problem: 'Helpdesk did not answer within 1 second.',
  }
  expect(await get()).toEqual(answer)
  vi.advanceTimersByTime(9_999)
  expect(await get()).toEqual(answer)
  expect(calls).toBe(1)
  vi.advanceTimersByTime(1)
  await get()
  expect([calls, errors]).toEqual([2, []])
})

it('what a service told and nobody can read is told, also where nothing is left', async () => {
  const firstFault = { path: '[0].date', message: 'It is no time with a zone, k-31f0.' }
  const { get } = createRig(async () => told([], { leftOut: 2, firstFault }))
  expect(await get()).toMatchObject({
    items: [],
    problem: null,
    leftOut:
      '2 entries could not be read. The first: [0].date: It is no time with a zone, •••. The maker of the bridge can mend that.',
  })
})

it('a fault of ours is logged, and a sentence as well', async () => {
  const { get, errors } = createRig(async () => {
    throw new Error('k-31f0 at line 7')
  })
  expect((await get()).problem).toBe('Helpdesk could not be asked. The log of the server says why.')
  expect(errors).toHaveLength(1)
})

it('an account that cannot tell is not found', async () => {
  const { interactions } = createRig(async () => told([]))
  const asked = { contactId: 'c', isFresh: false, signal: new AbortController().signal }
  await expect(interactions.of({ ...asked, accountId: 'other' })).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' })
})
