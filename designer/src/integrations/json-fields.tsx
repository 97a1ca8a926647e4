import { Button, Textarea } from '@mantine/core'
import { type ManifestReport, manifestLimits } from '@patchbay/shared/api'
import { type RefObject, useMemo, useRef } from 'react'
import { useFileDrop } from '../files/use-file-drop.ts'
import { Icon } from '../ui/icon.tsx'
import { IconUpload } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { toasts } from '../ui/toasts.tsx'
import { lineOfPath, placedText } from './line-of-path.ts'
import classes from './manifest-form.module.css'
import { ProblemList } from './problem-list.tsx'
import type { ManifestDraft } from './use-manifest-draft.ts'

const texts = integrationTexts.json

/** A manifest as JSON: pasted, uploaded or written, with what is wrong by lines. */
export function JsonFields({ draft }: { readonly draft: ManifestDraft }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const { text, notJson, report } = draft
  const read = async (files: readonly File[]) => {
    if (files.reduce((bytes, { size }) => bytes + size, 0) > manifestLimits.bytes) {
      return toasts.failure({ title: texts.notRead, message: integrationTexts.problems.tooLarge })
    }
    // One below the other, as they are pasted.
    const documents = await Promise.all(files.map((file) => file.text()))
    if (documents.length > 0) draft.setText(documents.map((one) => one.trim()).join('\n\n'))
  }
  const { isOver, target } = useFileDrop(read)
  return (
    <div className={classes.jsonFields} {...target}>
      <div className={classes.jsonHead}>
        <p className="sub grow">{texts.help}</p>
        <Button size="sm" leftSection={<Icon of={IconUpload} />} onClick={() => input.current?.click()}>
          {texts.upload}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          multiple
          className="sr"
          tabIndex={-1}
          aria-label={texts.files}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])]
            event.currentTarget.value = ''
            void read(files)
          }}
        />
      </div>
      <Textarea
        ref={area}
        aria-label={texts.label}
        className={`${classes.json} ${isOver ? classes.isOver : ''}`}
        rows={20}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => draft.setText(event.currentTarget.value)}
      />
      {notJson !== null && text.trim() !== '' && (
        <Note tone="bad">
          {notJson.message}{' '}
          {notJson.line !== undefined && (
            <button
              type="button"
              className={classes.problemPath}
              onClick={() => selectLine(area.current, notJson.line ?? 1)}
            >
              {texts.show}
            </button>
          )}
        </Note>
      )}
      {report !== undefined && report.errors.length + report.warnings.length > 0 && (
        <Problems draft={draft} report={report} area={area} />
      )}
    </div>
  )
}

interface ProblemsProps {
  readonly draft: ManifestDraft
  readonly report: ManifestReport
  readonly area: RefObject<HTMLTextAreaElement | null>
}

/** What the server found, by lines of the text. */
function Problems({ draft: { text, given }, report: { errors, warnings }, area }: ProblemsProps) {
  const placed = useMemo(() => placedText(text, given), [text, given])
  return (
    <ProblemList
      errors={errors}
      warnings={warnings}
      placeOf={(path) => integrationTexts.problems.line(lineOfPath(placed, path))}
      onGo={(path) => selectLine(area.current, lineOfPath(placed, path))}
    />
  )
}

/** Selects a line, counted from 1, and brings it into sight. */
function selectLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return
  const lines = area.value.split('\n')
  const from = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0)
  area.focus()
  area.setSelectionRange(from, from + (lines[line - 1] ?? '').length)
  area.scrollTop = ((line - 4) * area.scrollHeight) / lines.length
}
