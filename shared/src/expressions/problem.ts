/** Something wrong with a template. Errors stop a deploy, warnings do not. Offsets are UTF-16, `end` is exclusive. */
export interface TemplateProblem {
  readonly severity: 'error' | 'warning'
  readonly code: 'TEMPLATE_INVALID' | 'JSON_IN_STRING' | 'BODY_INVALID'
  readonly start: number
  readonly end: number
  /** A sentence for the builder: what is wrong and what to do. */
  readonly message: string
}

/** Most problems of one template, of each severity, that are listed. */
export const MAX_TEMPLATE_PROBLEMS = 20

/** A stretch of the template as written. */
export interface Range {
  readonly start: number
  readonly end: number
}

export function templateError(range: Range, message: string): TemplateProblem {
  return { severity: 'error', code: 'TEMPLATE_INVALID', start: range.start, end: range.end, message }
}
