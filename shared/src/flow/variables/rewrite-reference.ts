import { type Reference, tokenText } from '../../expressions/index.ts'

type Path = readonly (string | number)[]

/** A part of a template and what takes its place. */
export interface Replacement {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The token with another path, in the form in which it was written, its functions included. */
export function rewriteReference(reference: Reference, path: Path): string {
  const { source, start: origin } = reference
  const { start, end, text } = replacementOf(reference, path)
  return source.slice(0, start - origin) + text + source.slice(end - origin)
}

/** How a template changes when one of its tokens names another path. Replacements of one template never overlap. */
export function replacementOf({ kind, start, end, at }: Reference, path: Path): Replacement {
  // A bare `$name` may need brackets for the new name.
  if (kind === 'dollar') return { start, end, text: tokenText(path) }
  return { ...at, text: tokenText(path).replace(/^\$\{?|\}$/g, '') }
}
