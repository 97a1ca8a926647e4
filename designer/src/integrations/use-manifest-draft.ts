import { useDebouncedValue } from '@mantine/hooks'
import { type ManifestReport, manifestLimits } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { stringifyJson } from '@patchbay/shared/json'
import { useMemo, useState } from 'react'
import { useManifestReport } from '../api/queries.ts'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { documentOf, type ManifestDocument } from './manifest-document.ts'
import { pastedDocuments } from './pasted-documents.ts'

const texts = integrationTexts.problems
/** Typing goes on for so long before the server is asked. */
const CHECK_AFTER_MS = 300

/** A manifest while it is edited, in the form or as JSON. Each takes over what the other has. */
export interface ManifestDraft {
  readonly mode: 'form' | 'json'
  readonly text: string
  readonly document: ManifestDocument
  /** What would be imported. Undefined while there is no JSON. */
  readonly given: unknown
  /** Why there is none; null when nothing was entered. */
  readonly notJson: { readonly line: number | undefined; readonly message: string } | null
  /** What an import would do, as far as it is known. */
  readonly report: ManifestReport | undefined
  setText(text: string): void
  setDocument(document: ManifestDocument): void
  /** Shows a manifest in its normal form. */
  load(manifest: unknown): void
  toForm(): void
  toJson(): void
}

type Content =
  | { readonly mode: 'json'; readonly text: string }
  | { readonly mode: 'form'; readonly document: ManifestDocument }

/** @param start what is edited; a text for JSON that is still to be pasted */
export function useManifestDraft(start: ManifestDocument | string): ManifestDraft {
  const [content, setContent] = useState<Content>(() =>
    typeof start === 'string' ? { mode: 'json', text: start } : { mode: 'form', document: start },
  )
  const read = useMemo(() => readContent(content), [content])
  const document = useMemo(() => ('given' in read ? stringifyJson(read.given as Json) : ''), [read])
  const [settled] = useDebouncedValue(document, CHECK_AFTER_MS)
  const { data: report, isPlaceholderData } = useManifestReport(document === '' ? '' : settled)
  const given = 'given' in read ? read.given : undefined
  // What is shown may still be what an earlier text was told.
  const isOfThis = settled === document && !isPlaceholderData
  return {
    mode: content.mode,
    text: content.mode === 'json' ? content.text : '',
    document: content.mode === 'form' ? content.document : documentOf(given),
    given,
    notJson: 'given' in read ? null : read,
    report: document === '' ? undefined : report,
    setText: (text) => setContent({ mode: 'json', text }),
    setDocument: (next) => setContent({ mode: 'form', document: next }),
    load: (manifest) => setContent({ mode: 'form', document: documentOf(manifest) }),
    // Without errors the server has read it better than we can.
    toForm: () => setContent({ mode: 'form', document: documentOf((isOfThis && report?.manifest) || given) }),
    toJson: () => setContent({ mode: 'json', text: given === undefined ? '' : stringifyJson(given as Json, 2) }),
  }
}

function readContent(
  content: Content,
): { readonly given: unknown } | { readonly line: number | undefined; readonly message: string } {
  if (content.mode === 'form') return { given: content.document }
  const { text } = content
  if (text.trim() === '') return { line: undefined, message: texts.empty }
  if (text.length > manifestLimits.bytes) return { line: undefined, message: texts.tooLarge }
  const pasted = pastedDocuments(text)
  if ('given' in pasted) return pasted
  return { line: pasted.wrongLine, message: texts.notJson(pasted.wrongLine) }
}
