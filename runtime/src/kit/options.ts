import type { Option, OptionPage } from '@patchbay/shared/api'
import type { StepContext } from './node.ts'

export type { Option, OptionPage } from '@patchbay/shared/api'

/** What the form asks of a source. */
export interface OptionQuery {
  /** What was typed; empty for everything. */
  readonly search: string
  /** `next` of the page before; empty for the first page. */
  readonly after: string
  /** Those inputs of the form that the field names in `dependsOn`: texts, numbers and yes/no. Not filled in yet: left out. */
  readonly inputs: Readonly<Record<string, string | number | boolean>>
}

export type OptionContext = Pick<StepContext, 'services' | 'signal' | 'account'>

/**
 * Choices of a field that has `x-ui.options`: such as the bots of an account. Called while somebody fills the form in;
 * `context.signal` ends it after ten seconds.
 * @throws AppError with a sentence for whoever fills the form in
 */
export type OptionSource = (query: OptionQuery, context: OptionContext) => Promise<OptionPage>

/** A page of a list that is known as a whole: those that contain the search. */
export function pageOfOptions(all: readonly Option[], { search, after }: OptionQuery): OptionPage {
  const wanted = search.trim().toLowerCase()
  const found = all.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(wanted))
  const start = after === '' ? 0 : Number(after)
  const end = start + PAGE
  return { items: found.slice(start, end), next: end < found.length ? String(end) : null }
}

const PAGE = 50
