import type { TemplateHints } from '../nodes/ui-schema.ts'

export interface EffectiveContentType {
  /** The content type the body is sent with, or undefined when nothing names one. */
  readonly contentType: string | undefined
  /** Set when list and header rows disagree or a header row is not fixed text. */
  readonly conflict?: { readonly path: string; readonly message: string }
}

/** The one content type of a body: from the list, from a Content-Type header row, or both where they agree. */
export function effectiveContentType(_inputs: unknown, _hints: TemplateHints): EffectiveContentType {
  return { contentType: undefined }
}
