import type { ReactNode } from 'react'
import { useFileDrop } from '../files/use-file-drop.ts'
import { DropHere, useImport } from '../flows-list/import-file.tsx'
import { editorTexts } from '../ui/texts/editor.ts'

interface FileDropProps {
  readonly className: string | undefined
  readonly children: ReactNode
}

/**
 * The editor around its panes: a flow file dropped anywhere becomes a new flow, and the open one stays as it is. By
 * keys, a file is imported from the list of flows.
 */
export function FileDrop({ className, children }: FileDropProps) {
  const { isOver, target } = useFileDrop(useImport())
  return (
    <div className={className} {...target}>
      {children}
      {isOver && <DropHere text={editorTexts.dropHere} />}
    </div>
  )
}
