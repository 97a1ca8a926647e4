import { type AppError, toProblem } from '@patchbay/shared/errors'

const problemType = 'application/problem+json; charset=utf-8'

/** The RFC 9457 answer for an error. It carries the request id, by which the log can be searched. */
export function problem(error: AppError, requestId: string): Response {
  const text = JSON.stringify({ ...toProblem(error), requestId })
  return new Response(text, {
    status: error.status,
    headers: { 'content-type': problemType, 'cache-control': 'no-store', ...error.headers },
  })
}
