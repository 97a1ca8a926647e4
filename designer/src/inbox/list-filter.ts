import { type ConversationView, conversationViews } from '@patchbay/shared/api'

/** Which conversations a list has. Only what is set narrows it. */
export interface ListFilter {
  readonly view: ConversationView
  readonly channel?: string
  /** One of our addresses. */
  readonly address?: string
  /** Id of a topic. */
  readonly topic?: string
  /** Only those with a note that names the reader. */
  readonly mentioned?: 'true'
}

const names = ['channel', 'address', 'topic'] as const

/** The filter that the address of the page holds. */
export function readFilter(params: URLSearchParams): ListFilter {
  const view = conversationViews.find((known) => known === params.get('view')) ?? 'unassigned'
  const set = Object.fromEntries(names.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? '']] : [])))
  return { view, ...set, ...(params.get('mentioned') === 'true' ? { mentioned: 'true' as const } : {}) }
}

/** The address of the page with this filter, and with this conversation open. */
export function inboxHref(filter: ListFilter, openId: string | null = null): string {
  return `/inbox${openId === null ? '' : `/${openId}`}?${new URLSearchParams({ ...filter })}`
}

/** How many ways narrow the list, besides its view. */
export function narrowedBy({ channel, address, topic, mentioned }: ListFilter): number {
  return [channel, address, topic, mentioned].filter((value) => value !== undefined).length
}
