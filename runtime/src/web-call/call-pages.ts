import { setTimeout as sleep } from 'node:timers/promises'
import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import { pauseBeforeNextTry } from '../kit/retry.ts'
import { callOnce } from './call-once.ts'
import type { CallReport } from './call-service.ts'
import { extractVariables, warningsOf } from './extract.ts'
import { createGathering, type Gathering } from './gather-pages.ts'
import type { WebCallInputs } from './inputs.ts'
import { firstPage, type Page } from './next-page.ts'
import type { PageStop } from './paging.ts'
import type { PreparedCall } from './prepare-call.ts'
import type { Trip } from './trip.ts'

type Call = Pick<Trip, 'inputs' | 'context'>
type Paging = NonNullable<WebCallInputs['paging']>

/** A longer pause is left to the engine, which parks the run and begins with the first page again. */
const LONGEST_PAUSE_MS = 60_000

/**
 * Asks for one page after the other and gathers their items. The report is that of the last page, with the items of all.
 * When a page fails, the items before it are kept. Throws the reason of `signal` when the run is cancelled.
 */
export async function callPages(call: Call, paging: Paging, prepared: PreparedCall): Promise<CallReport> {
  const startedMs = performance.now()
  const gathering = createGathering(call.inputs, paging, prepared)
  let page = firstPage(call.inputs, paging)
  for (;;) {
    const report = await tryPage(call, page)
    const { reply, error } = report
    const after = reply === null || error !== null ? { error: error ?? noReply } : gathering.take(page, reply)
    if ('next' in after) {
      page = after.next
      continue
    }
    const outcome = 'error' in after ? failed(after.error, page) : succeeded(after.stop, page, gathering, prepared)
    const { items, warnings } = gathering
    return {
      ...report,
      ...outcome,
      pages: { items, ...outcome.pages },
      warnings: [...warnings, ...(outcome.warnings ?? [])],
      durationMs: performance.now() - startedMs,
    }
  }
}

interface Outcome extends Partial<Omit<CallReport, 'pages'>> {
  readonly pages: { readonly count: number; readonly stoppedBy: PageStop }
}

function failed(error: RunErrorBody, { number }: Page): Outcome {
  const pages = { count: number - 1, stoppedBy: 'failure' } as const
  return { pages, error: number === 1 ? error : { ...error, message: `Page ${number}: ${error.message}` } }
}

function succeeded(
  stoppedBy: Exclude<PageStop, 'failure'>,
  { number }: Page,
  { items }: Gathering,
  { variables }: PreparedCall,
): Outcome {
  const extracted = extractVariables(variables, items)
  const warnings = [...warningsOf(extracted), ...stopWarning(stoppedBy, number, items.length)]
  // The page that would not fit is not among the gathered ones.
  const count = stoppedBy === 'size' ? number - 1 : number
  return { pages: { count, stoppedBy }, extracted, warnings }
}

function stopWarning(stoppedBy: PageStop, pages: number, items: number): readonly StepWarning[] {
  const reason = reasons[stoppedBy]
  if (reason === undefined) return []
  const done = `${plural(items, 'item')} on ${plural(pages, 'page')}`
  return [{ code: 'PAGES_LEFT', message: `Stopped with ${done}, ${reason}.` }]
}

const reasons: Partial<Record<PageStop, string>> = {
  'most-pages': 'because Most Pages is reached. The service has more',
  'most-items': 'because Most Items is reached. The service has more',
  size: 'because more would not fit into one step. The service has more',
  repeated: 'because the service named a page as the next one that it had sent before',
}

function plural(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? word : `${word}s`}`
}

/** One page, tried again as the author of the flow has chosen. */
async function tryPage(call: Call, page: Page): Promise<CallReport> {
  const { signal, retry } = call.context
  for (let tries = 1; ; tries += 1) {
    const report = await callOnce({ ...call, page }, [])
    const { error, retryAdvice } = report
    if (error === null || retry === undefined) return report
    const result = { exit: 'failure', error, ...(retryAdvice === undefined ? {} : { retryAdvice }) }
    const waitMs = pauseBeforeNextTry({ retry, policy: policyOf(call.inputs), result, tries, random: Math.random() })
    if (waitMs !== undefined && waitMs > LONGEST_PAUSE_MS) return report
    if (waitMs === undefined) return { ...report, retryAdvice: { ...(retryAdvice ?? unsure), isFinal: true } }
    await sleep(waitMs, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error
    })
  }
}

/** As the definition says it of the whole action. */
function policyOf({ method, idempotencyKey }: WebCallInputs) {
  if (method === 'GET' || method === 'PUT' || method === 'DELETE') return 'safe'
  return idempotencyKey === true ? 'keyed' : 'never'
}

const unsure = { outcome: 'server-error', isSure: false } as const

const noReply: RunErrorBody = { code: 'CONNECTION_FAILED', message: 'The service sent no reply' }
