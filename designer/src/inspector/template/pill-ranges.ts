import { listReferences, type Reference } from '@patchbay/shared/expressions'
import type { VariableStatus } from '@patchbay/shared/flow'

/** How the name of a reference is shown. */
export interface PillStyle {
  readonly category: string
  readonly status: VariableStatus
  /** What it holds, in words. */
  readonly words: string
}

/** Looks up a reference by its path; changes identity when the variables at the action change. */
export interface PillStyles {
  readonly styleOf: (path: readonly (string | number)[]) => PillStyle
  readonly classOf: (style: PillStyle) => string
  readonly titleOf: (style: PillStyle) => string
  /** Codes such as `$ANI` stand as they are written. Otherwise words are drawn over them. */
  readonly showsCodes: boolean
  /** What was probably meant by a token that is not known; empty for nothing. */
  readonly hintOf: (reference: Reference) => string
  /** How a character looks that makes the text longer on its way. Absent: like any other. */
  readonly costly?: { readonly className: string; readonly title: string; is(character: string): boolean }
}

export interface PillRange {
  readonly from: number
  readonly to: number
  readonly className: string
  readonly title: string
  /** Drawn in place of the text, which stays what it is: copied, searched, and shown while the caret is in it. */
  readonly words?: string
}

/** Where pills and costly characters stand in a template text, in order. */
export function pillRanges(text: string, styles: PillStyles): PillRange[] {
  const pills = referenceRanges(text, styles)
  const isInPill = (at: number) => pills.some(({ from, to }) => from <= at && at < to)
  const costly = costlyRanges(text, styles).filter(({ from }) => !isInPill(from))
  return [...pills, ...costly].sort((a, b) => a.from - b.from)
}

function costlyRanges(text: string, { costly }: PillStyles): PillRange[] {
  if (costly === undefined) return []
  const { className, title } = costly
  const found = [...text.matchAll(/./gsu)].filter(([character]) => costly.is(character))
  return found.map(({ 0: character, index: from }) => ({ from, to: from + character.length, className, title }))
}

function referenceRanges(text: string, styles: PillStyles): PillRange[] {
  return listReferences(text)
    .filter((reference) => reference.end > reference.start && reference.kind !== 'argument')
    .map((reference) => {
      const style = styles.styleOf(reference.path)
      const [from, to] = [reference.start, reference.end]
      const pill = { from, to, className: styles.classOf(style), title: titleOf(reference, style, styles) }
      if (styles.showsCodes || !isNamed(style) || !PLAIN.test(text.slice(from, to))) return pill
      const title = [text.slice(from, to), pill.title].filter((part) => part !== '').join('. ')
      return { ...pill, title, words: style.words }
    })
}

/** A variable and nothing else: with functions in it, the code says more than the words would. */
const PLAIN = /^(?:\$\{?[\w.[\]-]+\}?|\{\{\{?\s*[\w.[\]-]+\s*\}?\}\})$/

/** A name that nothing sets is shown as it was typed: it has to be corrected. */
function isNamed({ status }: PillStyle): boolean {
  return status !== 'unknown' && status !== 'unset'
}

function titleOf(reference: Reference, style: PillStyle, { titleOf, hintOf }: PillStyles): string {
  const title = titleOf(style)
  if (style.status !== 'unknown' && style.status !== 'unset') return title
  return [title, hintOf(reference)].filter((part) => part !== '').join('. ')
}
