import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { WebCallInputs } from './inputs.ts'
import { nextInLinkHeader } from './link-header.ts'
import { withParameter, withQuery } from './pairs.ts'
import type { PreparedCall } from './prepare-call.ts'
import type { Reply } from './read-reply.ts'
import type { Trip } from './trip.ts'

export type Page = NonNullable<Trip['page']>

type Paging = NonNullable<WebCallInputs['paging']>

/** The first page: for page numbers and offsets the parameter is sent from the start. */
export function firstPage(inputs: WebCallInputs, { by, parameter = '', first = 1 }: Paging): Page {
  const start = by === 'page' ? first : by === 'offset' ? 0 : undefined
  const url = withQuery(inputs.url, inputs.query)
  return {
    url: start === undefined ? url : withParameter(url, parameter, String(start)),
    isElsewhere: false,
    number: 1,
  }
}

export interface ReadPage {
  readonly page: Page
  readonly reply: Reply
  /** Items of this page, and of all so far. */
  readonly items: number
  readonly gathered: number
}

/**
 * Where the next page is; undefined after the last one. Credentials stay at the origin of URL of Service: a page
 * elsewhere is asked for without them.
 * @throws AppError INVALID_URL, INVALID_VALUE when what the service named cannot be used
 */
export function nextPage(
  inputs: WebCallInputs,
  { by, parameter = '', first = 1 }: Paging,
  { next }: PreparedCall,
  { page, reply, items, gathered }: ReadPage,
): Page | undefined {
  const number = page.number + 1
  const atHome = (value: string) => ({ url: withParameter(page.url, parameter, value), isElsewhere: false, number })
  if (by === 'page') return items === 0 ? undefined : atHome(String(first + page.number))
  if (by === 'offset') return items === 0 ? undefined : atHome(String(gathered))
  const named =
    by === 'link-header' ? nextInLinkHeader(reply.response.headers) : textOf(next?.evaluate(reply.content.tree).value)
  if (named === undefined) return undefined
  return by === 'cursor' ? atHome(named) : linkedPage(inputs, { named, base: reply.response.url ?? page.url, number })
}

/** What a query found as text; undefined for nothing and for what says that there is nothing. */
function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || value === false || value === '') return undefined
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw new AppError('INVALID_VALUE', 'What Link or Cursor finds in the reply is no text.', {
    extra: { help: 'Look at the reply, and choose the place of the link or cursor itself.' },
  })
}

function linkedPage(
  { url: home, method }: WebCallInputs,
  { named, base, number }: { readonly named: string; readonly base: string; readonly number: number },
): Page {
  const url = URL.parse(named.trim(), base)
  const from = URL.parse(home.trim())
  if (url === null || from === null) {
    throw new AppError('INVALID_URL', `The next page is at "${named.slice(0, 200)}", which is no address.`)
  }
  // Behind a proxy, many services do not know that they are called by https.
  if (from.protocol === 'https:' && url.protocol === 'http:' && url.host === from.host) url.protocol = 'https:'
  const isElsewhere = url.origin !== from.origin
  if (isElsewhere && method !== 'GET') {
    const message = `The next page is at ${url.host}, and a ${method} goes to the host of URL of Service only.`
    throw new AppError('INVALID_URL', message, { extra: { help: 'Look at the link in the reply.' } })
  }
  return { url: url.href, isElsewhere, number }
}
