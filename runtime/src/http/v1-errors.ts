import { V1 } from '@patchbay/shared/api'
import type { AppError, ErrorCode } from '@patchbay/shared/errors'

/** True for addresses whose errors are answered by `v1Errors`. */
export function isV1(path: string): boolean {
  return path.startsWith(V1)
}

/** The answer for an error below `/api/v1`, in the form that programs written for Gladly read. */
export function v1Errors(error: AppError): Response {
  const code = codes[error.code] ?? error.code.toLowerCase()
  const fields = error.errors.map(({ path, message }) => ({ attr: path, code, detail: message }))
  const errors = fields.length > 0 ? fields : [{ code, detail: error.message }]
  return new Response(JSON.stringify({ errors }), {
    status: v1Status(error.status),
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...error.headers },
  })
}

/** Gladly answers 400 for every value that is wrong. */
export function v1Status(status: number): number {
  return status === 409 || status === 422 ? 400 : status
}

const codes: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_REQUEST: 'invalid',
  INVALID_INPUT: 'invalid',
  NOT_FOUND: 'not_exist',
  WEBHOOK_EXISTS: 'taken',
}
