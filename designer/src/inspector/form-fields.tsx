import type { ReactNode } from 'react'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import classes from './panel.module.css'

const selectCanEdit = (state: EditorState) => state.canEdit

/** Fields of the panel: for viewers, and in an earlier version, they show their values and take nothing. */
export function FormFields({ children }: { readonly children: ReactNode }) {
  const canEdit = useEditor(selectCanEdit)
  return (
    <fieldset className={classes.fields} disabled={!canEdit}>
      {children}
    </fieldset>
  )
}
