import type { FieldError } from '../errors/problem.ts'

/** Beyond this number, more notes help nobody. */
const MOST = 100

/** What is found while a manifest is read: errors refuse it, warnings do not. */
export interface Notes {
  readonly errors: readonly FieldError[]
  readonly warnings: readonly FieldError[]
  error(path: string, message: string): void
  warn(path: string, message: string): void
}

export function createNotes(): Notes {
  const errors: FieldError[] = []
  const warnings: FieldError[] = []
  const into = (list: FieldError[]) => (path: string, message: string) => {
    if (list.length < MOST) list.push({ path, message })
  }
  return { errors, warnings, error: into(errors), warn: into(warnings) }
}

/** A text of the manifest within a sentence, shortened. */
export function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`
}
