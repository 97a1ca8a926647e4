import { useDebouncedValue } from '@mantine/hooks'
import { type ManifestReport, manifestLimits } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
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
  /** It differs from what it began with, or what was loaded into it last. */
  readonly isEdited: boolean
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
  const [loaded, setLoaded] = useState(() => documentOf(typeof start === 'string' ? undefined : start))
  const read = useMemo(() => readContent(content), [content])
  const document = useMemo(() => ('given' in read ? stringifyJson(read.given as Json) : ''), [read])
  const isEdited = useMemo(() => isOtherThan(loaded, read, content), [loaded, read, content])
  const [settled] = useDebouncedValue(document, CHECK_AFTER_MS)
  const { data: report, isPlaceholderData } = useManifestReport(document === '' ? '' : settled)
  const given = 'given' in read ? read.given : undefined
  // What is shown may still be what an earlier text was told.
  const isOfThis = settled === document && !isPlaceholderData
  return {
    mode: content.mode,
    text: content.mode === 'json' ? content.text : '',
    document: content.mode === 'form' ? content.document : documentOf(given),
    isEdited,
    given,
    notJson: 'given' in read ? null : read,
    report: document === '' ? undefined : report,
    setText: (text) => setContent({ mode: 'json', text }),
    setDocument: (next) => setContent({ mode: 'form', document: next }),
    load: (manifest) => {
      const next = documentOf(manifest)
      setLoaded(next)
      setContent({ mode: 'form', document: next })
    },
    // Without errors the server has read it better than we can.
    toForm: () => setContent({ mode: 'form', document: documentOf((isOfThis && report?.manifest) || given) }),
    toJson: () => setContent({ mode: 'json', text: given === undefined ? '' : stringifyJson(given as Json, 2) }),
  }
}

/** Whether people would miss something if they had `loaded` again. */
function isOtherThan(loaded: ManifestDocument, read: Read, content: Content): boolean {
  if ('given' in read) return !sameJson(documentOf(read.given), loaded)
  return content.mode === 'json' && content.text.trim() !== ''
}

type Read = { readonly given: unknown } | { readonly line: number | undefined; readonly message: string }

function readContent(content: Content): Read {
  if (content.mode === 'form') return { given: content.document }
  const { text } = content
  if (text.trim() === '') return { line: undefined, message: texts.empty }
  if (text.length > manifestLimits.bytes) return { line: undefined, message: texts.tooLarge }
  const pasted = pastedDocuments(text)
  if ('given' in pasted) return pasted
  if ('repeated' in pasted) return { line: pasted.repeated.line, message: texts.repeated(pasted.repeated) }
  return { line: pasted.wrongLine, message: texts.notJson(pasted.wrongLine) }
}
