import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import { type Json, jsonSize, MAX_STEP_CHARACTERS } from '@patchbay/shared/json'
import { toRunError } from '../kit/run-error.ts'
import type { WebCallInputs } from './inputs.ts'
import { nextPage, type Page } from './next-page.ts'
import { itemsOf } from './page-items.ts'
import type { PageStop } from './paging.ts'
import type { PreparedCall } from './prepare-call.ts'
import type { Reply } from './read-reply.ts'

/** What is to be done after a page. */
export type AfterPage =
  | { readonly next: Page }
  | { readonly stop: Exclude<PageStop, 'failure'> }
  | { readonly error: RunErrorBody }

/** Gathers the items of pages, up to the most that the inputs allow and a step can hold. */
export interface Gathering {
  readonly items: readonly Json[]
  readonly warnings: readonly StepWarning[]
  /** Takes a page that went well. */
  take(page: Page, reply: Reply): AfterPage
}

export function createGathering(
  inputs: WebCallInputs,
  paging: NonNullable<WebCallInputs['paging']>,
  prepared: PreparedCall,
): Gathering {
  const { mostItems = 1_000, mostPages = 20 } = paging
  const asked = new Set<string>()
  const items: Json[] = []
  const warnings: StepWarning[] = []
  let size = 0

  /** What stops at this page although the service has more. */
  function limitReached(page: Page, next: Page): Exclude<PageStop, 'failure'> | undefined {
    if (items.length >= mostItems) return 'most-items'
    if (page.number >= mostPages) return 'most-pages'
    return asked.has(next.url) ? 'repeated' : undefined
  }

  function take(page: Page, reply: Reply): AfterPage {
    asked.add(page.url)
    const read = itemsOf(reply.content, prepared.items)
    if ('problem' in read) return { error: unreadable(read.problem) }
    if (read.warning !== undefined && page.number === 1) {
      warnings.push({ code: 'QUERY_NO_MATCH', message: `Items is empty. ${read.warning}` })
    }
    size += jsonSize(read.items, MAX_STEP_CHARACTERS - size)
    if (size > MAX_STEP_CHARACTERS) return { stop: 'size' }
    const room = mostItems - items.length
    for (const item of read.items.slice(0, room)) items.push(item)
    if (read.items.length > room) return { stop: 'most-items' }
    const next = nextPage(inputs, paging, prepared, { page, reply, items: read.items.length, gathered: items.length })
    if (next === undefined) return { stop: 'end' }
    const stop = limitReached(page, next)
    return stop === undefined ? { next } : { stop }
  }

  return {
    items,
    warnings,
    take(page, reply) {
      try {
        return take(page, reply)
      } catch (thrown) {
        return { error: toRunError(thrown) }
      }
    },
  }
}

function unreadable(problem: string): RunErrorBody {
  return {
    code: 'RESPONSE_NOT_READABLE',
    message: `The reply holds no items. ${problem}`.replace(/\.$/, ''),
    help: 'Look at the reply, and say under Items where the list is.',
  }
}
