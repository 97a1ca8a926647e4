import type { ConversationResource, Page } from '@patchbay/shared/api'
import type { ListFilter } from './list-filter.ts'

export interface AskedList {
  readonly filter: ListFilter
  /** Empty: no search. */
  readonly search: string
  /** Id of the reader. */
  readonly me: string
}

type Pages = readonly Page<ConversationResource>[]

/**
 * The pages of a list with a conversation as it is now: in the place that its order gives it, or no longer in a list to
 * which it does not belong any more. What would stand behind the last page that was read is left to the next one.
 */
export function placeInList(pages: Pages, conversation: ConversationResource, asked: AskedList): Pages {
  const isListed = pages.some(({ items }) => items.some(({ id }) => id === conversation.id))
  if (asked.search !== '') return isListed ? replaced(pages, conversation) : pages
  const without = pages.map((page) => ({ ...page, items: page.items.filter(({ id }) => id !== conversation.id) }))
  if (!belongs(conversation, asked, isListed)) return isListed ? without : pages
  const order = byWait(asked.filter) ? waitOrder : messageOrder
  const at = without.findIndex(({ items, next }) => {
    const last = items.at(-1)
    return next === null || (last !== undefined && order(conversation, last) < 0)
  })
  return without.map((page, index) =>
    index === at ? { ...page, items: [...page.items, conversation].sort(order) } : page,
  )
}

function replaced(pages: Pages, conversation: ConversationResource): Pages {
  return pages.map((page) => ({
    ...page,
    items: page.items.map((item) => (item.id === conversation.id ? conversation : item)),
  }))
}

/** As the server decides. Whether an earlier note names the reader only the server knows. */
function belongs(conversation: ConversationResource, { filter, me }: AskedList, isListed: boolean): boolean {
  const { channel, address, topic, mentioned } = filter
  if (channel !== undefined && conversation.channel !== channel) return false
  if (address !== undefined && conversation.address !== address) return false
  if (topic !== undefined && !conversation.topics.some(({ id }) => id === topic)) return false
  if (mentioned !== undefined && !conversation.isMentioned && !isListed) return false
  return isInView(conversation, filter, me)
}

function isInView(conversation: ConversationResource, { view }: ListFilter, me: string): boolean {
  const { status, assignee, isWithPerson, waitsSince } = conversation
  if (view === 'closed') return status === 'closed'
  if (status === 'closed') return false
  if (view === 'mine') return assignee?.id === `user:${me}`
  return view === 'open' || (assignee === null && (isWithPerson || waitsSince !== null))
}

function byWait({ view }: ListFilter): boolean {
  return view === 'mine' || view === 'unassigned'
}

type Order = (one: ConversationResource, other: ConversationResource) => number

/** Who waits longest comes first, who does not wait last. */
const waitOrder: Order = (one, other) =>
  compare(one.waitsSince ?? NEVER, other.waitsSince ?? NEVER) || compare(one.id, other.id)
const messageOrder: Order = (one, other) => compare(other.lastMessageAt, one.lastMessageAt) || compare(other.id, one.id)
const NEVER = '9999'

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
