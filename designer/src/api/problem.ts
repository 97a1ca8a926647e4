import type { FieldError, Problem } from '@patchbay/shared/errors'

/** An error answer of the API. `message` is the sentence for the reader; `code` is one of the error table. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly errors: readonly FieldError[]
  /** All members of the problem document, such as `flowName`. */
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail === '' ? problem.title : problem.detail)
    this.name = 'ApiProblem'
    this.status = problem.status
    this.code = problem.code
    this.errors = problem.errors
    this.problem = problem
  }

  /** The message for one field of the request, such as `email`. */
  fieldMessage(path: string): string | undefined {
    return this.errors.find((error) => error.path === path)?.message
  }
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string' &&
    'status' in value &&
    typeof value.status === 'number' &&
    'errors' in value &&
    Array.isArray(value.errors)
  )
}
