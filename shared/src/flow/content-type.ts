import { listReferences } from '../expressions/index.ts'
import type { TemplateHints } from '../nodes/ui-schema.ts'
import { formatInputPath, type InputPath, inputAt, isRecord, ownValue, parseInputPath } from './input-path.ts'

export interface EffectiveContentType {
  /** The content type the body is sent with, or undefined when nothing names one. */
  readonly contentType: string | undefined
  /** Set when list and header rows disagree or a header row is not fixed text. `path` is below `inputs`. */
  readonly conflict?: { readonly path: string; readonly message: string }
}

/**
 * The one content type of a body: from the list, from a Content-Type header row, or both where they agree. A
 * header row wins, as it may carry a charset.
 */
export function effectiveContentType(inputs: unknown, hints: TemplateHints): EffectiveContentType {
  const listed = textAt(inputs, hints.contentTypeField)
  let contentType = listed
  for (const row of contentTypeRows(inputs, hints.headersField)) {
    if (row.value === '' || row.value === undefined || row.value === null) continue
    if (typeof row.value !== 'string' || listReferences(row.value).length > 0) {
      const message = 'Content-Type decides how values are written into the body. Write it as fixed text, not secret.'
      return { contentType, conflict: { path: formatInputPath(row.path), message } }
    }
    if (contentType !== undefined && essenceOf(contentType) !== essenceOf(row.value)) {
      const message = `The header says ${row.value}, but ${contentType} was chosen before. Keep one of them.`
      return { contentType, conflict: { path: formatInputPath(row.path), message } }
    }
    contentType = row.value
  }
  return { contentType }
}

/** `application/json` of `Application/JSON; charset=utf-8`. */
function essenceOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

function textAt(inputs: unknown, field: string | undefined): string | undefined {
  const value = field === undefined ? undefined : inputAt(inputs, parseInputPath(field))
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function contentTypeRows(inputs: unknown, field: string | undefined): { path: InputPath; value: unknown }[] {
  if (field === undefined) return []
  const path = parseInputPath(field)
  const rows: unknown = inputAt(inputs, path)
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown, index) => {
    if (!isRecord(row) || !isContentType(ownValue(row, 'key'))) return []
    return [{ path: [...path, index, 'value'], value: ownValue(row, 'value') }]
  })
}

function isContentType(name: unknown): boolean {
  return typeof name === 'string' && name.trim().toLowerCase() === 'content-type'
}
