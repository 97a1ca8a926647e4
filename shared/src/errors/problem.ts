/** One wrong field of a request; `path` is empty where the whole body is meant. */
export interface FieldError {
  readonly path: string
  readonly message: string
}

/** RFC 9457 problem details as every error of the API answers them. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly errors: readonly FieldError[]
  readonly [member: string]: unknown
}
