import type { ConversationResource } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { placeInList } from './place-in-list.ts'

function conversation(id: string, more: Partial<ConversationResource> = {}): ConversationResource {
  return {
    id,
    channel: 'sms',
    accountId: 'a',
    address: '+1',
    addressShown: '+1',
    contact: { id: `c${id}`, name: '', value: `+${id}`, shown: `+${id}` },
    status: 'open',
    isWithPerson: false,
    assignee: null,
    waitsSince: null,
    unread: 0,
    isMentioned: false,
    preview: { text: '', fileType: null, by: 'contact' },
    topics: [],
    snoozedUntil: null,
    windowEndsAt: null,
    isWindowOpen: true,
    openedAt: at(0),
    closedAt: null,
    lastMessageAt: at(Number(id)),
    ...more,
  }
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 1, 9, minute)).toISOString()
}

const open = { filter: { view: 'open' }, search: '', me: 'me' } as const
const page = (ids: readonly string[], next: string | null = null) => ({
  items: ids.map((id) => conversation(id)),
  next,
})
const idsOf = (pages: ReturnType<typeof placeInList>) => pages.map(({ items }) => items.map(({ id }) => id).join(' '))

it('puts a conversation with a new message on top, whichever page it was on', () => {
  const pages = [page(['9', '8'], 'x'), page(['7', '6'])]
  expect(idsOf(placeInList(pages, conversation('6', { lastMessageAt: at(30) }), open))).toEqual(['6 9 8', '7'])
  expect(idsOf(placeInList(pages, conversation('5'), open))).toEqual(['9 8', '7 6 5'])
})

it('leaves to the next page what would stand behind the last one that was read', () => {
  expect(idsOf(placeInList([page(['9', '8'], 'x')], conversation('5'), open))).toEqual(['9 8'])
})

it('takes a conversation away that no longer belongs there', () => {
  const pages = [page(['9', '8'])]
  expect(idsOf(placeInList(pages, conversation('9', { status: 'closed' }), open))).toEqual(['8'])
  const toMe = { ...open, filter: { view: 'mine' } as const }
  const mine = conversation('9', { assignee: { id: 'user:me', name: 'Me' } })
  expect(idsOf(placeInList([page([])], mine, toMe))).toEqual(['9'])
  expect(idsOf(placeInList(pages, conversation('9', { assignee: { id: 'user:you', name: 'You' } }), toMe))).toEqual([
    '8',
  ])
  const about = { ...open, filter: { view: 'open', topic: 't' } as const }
  expect(idsOf(placeInList(pages, conversation('9'), about))).toEqual(['8'])
})

it('puts who has begun to wait behind those who wait longer', () => {
  const waiting = { ...open, filter: { view: 'unassigned' } as const }
  const pages = [
    { items: [conversation('1', { waitsSince: at(1) }), conversation('2', { waitsSince: at(5) })], next: null },
  ]
  expect(idsOf(placeInList(pages, conversation('3', { waitsSince: at(3) }), waiting))).toEqual(['1 3 2'])
})

it('changes nothing of the order of what was found by a search', () => {
  const found = { ...open, search: 'refund' }
  const pages = [page(['1', '2'])]
  const after = placeInList(pages, conversation('2', { lastMessageAt: at(59), unread: 4 }), found)
  expect(idsOf(after)).toEqual(['1 2'])
  expect(after[0]?.items[1]?.unread).toBe(4)
  expect(placeInList(pages, conversation('3'), found)).toBe(pages)
})
