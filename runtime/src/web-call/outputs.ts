import type { Json } from '@patchbay/shared/json'
import { objectOf } from '../kit/values.ts'
import type { CallReport } from './call-service.ts'

/** The outputs of a call, successful or not. Without a reply, the fields of the reply are empty. */
export function outputsOf(report: CallReport): { readonly [name: string]: Json } {
  const { reply, statusCode, error, fileUrl, pages } = report
  return {
    statusCode,
    responseBody: reply === null ? null : bodyValue(reply),
    headers: reply === null ? {} : joinHeaders(reply.response.headers),
    error: error?.code ?? '',
    ...(fileUrl === undefined ? {} : { file: fileUrl }),
    ...(pages === undefined ? {} : { items: pages.items, pages: pages.count, stoppedBy: pages.stoppedBy }),
  }
}

/** JSON as data, everything else as text; empty for a file. */
function bodyValue({ text, content }: NonNullable<CallReport['reply']>): Json {
  return content.format === 'json' ? content.tree : text
}

/**
 * Headers by name. Repeated headers are joined as RFC 9110 5.3 allows, except Set-Cookie, whose values have commas of
 * their own: several are a list.
 */
function joinHeaders(headers: readonly (readonly [name: string, value: string])[]): Json {
  // Almost always, no header is repeated.
  const single = objectOf(headers)
  if (Object.keys(single).length === headers.length) return single
  const byName = Map.groupBy(headers, ([name]) => name)
  return objectOf(
    [...byName].map(([name, lines]) => [
      name,
      joinLines(
        name,
        lines.map(([, value]) => value),
      ),
    ]),
  )
}

function joinLines(name: string, values: readonly string[]): Json {
  return name === 'set-cookie' && values.length > 1 ? values : values.join(', ')
}
