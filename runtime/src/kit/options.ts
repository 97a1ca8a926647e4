import type { Option, OptionPage } from '@patchbay/shared/api'
import type { StepContext } from './node.ts'

export type { Option, OptionPage } from '@patchbay/shared/api'

/** The form's request to a source. */
export interface OptionQuery {
  /** The text typed so far; empty for all choices. */
  readonly search: string
  /** `next` of the previous page; empty for the first page. */
  readonly after: string
  /**
   * The inputs that the field names in `dependsOn`: texts, numbers and booleans. Inputs not filled in yet are missing.
   */
  readonly inputs: Readonly<Record<string, string | number | boolean>>
}

export type OptionContext = Pick<StepContext, 'services' | 'signal' | 'account'>

/**
 * Returns the choices of a field with `x-ui.options`, such as the bots of an account. Called while a builder fills the
 * form in. `context.signal` is aborted after ten seconds.
 * @throws AppError with a sentence for the builder
 */
export type OptionSource = (query: OptionQuery, context: OptionContext) => Promise<OptionPage>

/** Filters a complete list by the search and returns one page of it. */
export function pageOfOptions(all: readonly Option[], { search, after }: OptionQuery): OptionPage {
  const wanted = search.trim().toLowerCase()
  const found = all.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(wanted))
  const start = after === '' ? 0 : Number(after)
  const end = start + PAGE
  return { items: found.slice(start, end), next: end < found.length ? String(end) : null }
}

/** The sources of several, by name. @throws Error when two sources share a name */
export function joinedOptions(
  all: readonly Readonly<Record<string, OptionSource>>[],
): Readonly<Record<string, OptionSource>> {
  const entries = all.flatMap((sources) => Object.entries(sources))
  const names = entries.map(([name]) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Error(`Two lists of choices are called ${twice}.`)
  return Object.fromEntries(entries)
}

const PAGE = 50
