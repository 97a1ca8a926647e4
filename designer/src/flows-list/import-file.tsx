import { Button } from '@mantine/core'
import type { FlowResource } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import type { Flow } from '@patchbay/shared/flow'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { useLocation } from 'wouter'
import { createFlow } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { useFileDrop } from '../files/use-file-drop.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconUpload } from '../ui/icons.ts'
import { flowsTexts } from '../ui/texts/flows.ts'
import { toasts } from '../ui/toasts.tsx'
import { readFlowFile } from './flow-file.ts'
import pageClasses from './flows-page.module.css'
import classes from './import-file.module.css'

const mostBytes = 4_000_000

/** Picks a file and imports it. */
export function ImportButton() {
  const input = useRef<HTMLInputElement>(null)
  const importFiles = useImport()
  return (
    <>
      <Button
        variant="subtle"
        className={pageClasses.folds ?? ''}
        leftSection={<Icon of={IconUpload} />}
        onClick={() => input.current?.click()}
      >
        {flowsTexts.import}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="sr"
        tabIndex={-1}
        aria-label={flowsTexts.importFile}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          void importFiles(files)
        }}
      />
    </>
  )
}

/** Takes a file dragged onto the list. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const importFiles = useImport()
  const { isOver, target } = useFileDrop(importFiles)
  return (
    <section className={classes.zone} aria-label={flowsTexts.title} {...target}>
      {children}
      {isOver && <DropHere text={flowsTexts.dropHere} />}
    </section>
  )
}

/** Says over what lies beneath what a file becomes that is let go here. */
export function DropHere({ text }: { readonly text: string }) {
  return (
    <div className={classes.over}>
      <Icon of={IconUpload} size={20} />
      {text}
    </div>
  )
}

/** Imports one file as a new flow and says what became of it. */
export function useImport(): (files: readonly File[]) => Promise<void> {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return async ([file, ...others]) => {
    if (file === undefined) return
    const created = others.length > 0 ? refuse(flowsTexts.oneFile) : await importFile(file)
    if (created === null) return
    await client.invalidateQueries({ queryKey: keys.flowList })
    toasts.success({
      title: flowsTexts.imported,
      message: flowsTexts.importedAs(created.document.name),
      action: { label: flowsTexts.openIt, onClick: () => navigate(`/flows/${created.id}`) },
    })
  }
}

/** The new flow, or null when the reason was shown. */
async function importFile(file: File): Promise<FlowResource | null> {
  if (file.size > mostBytes) return refuse(flowsTexts.fileTooLarge(file.name))
  try {
    // The server checks the document against the schema and names what is wrong.
    return await createFlow(readFlowFile(await file.text()) as Flow)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return refuse(flowsTexts.notJson(file.name))
    if (thrown instanceof ApiProblem && thrown.errors.length > 0) showProblems(file.name, thrown.errors)
    else toasts.error(flowsTexts.notImported, thrown)
    return null
  }
}

function refuse(message: string): null {
  toasts.failure({ title: flowsTexts.notImported, message })
  return null
}

function showProblems(file: string, errors: readonly FieldError[]): void {
  const shown = errors.slice(0, 8)
  openDialog({
    title: flowsTexts.notImported,
    size: 560,
    content: () => (
      <>
        <p>{flowsTexts.fileProblems(file)}</p>
        <ul className={classes.problems}>
          {shown.map((error) => (
            <li key={`${error.path} ${error.message}`}>
              {error.path !== '' && <code className="mono">{error.path}</code>} {error.message}
            </li>
          ))}
        </ul>
        {errors.length > shown.length && <p className="sub">{flowsTexts.moreProblems(errors.length - shown.length)}</p>}
      </>
    ),
  })
}
