import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import classes from './editor.module.css'

const selectErrors = ({ problems }: EditorState) => problems.filter(({ severity }) => severity === 'error').length
const selectAll = ({ problems }: EditorState) => problems.length
const selectOpen = (state: EditorState) => state.problemsOpen

/** How many errors and warnings there are; opens the list under the board. */
export function ProblemsButton() {
  const store = useEditorStore()
  const errors = useEditor(selectErrors)
  const warnings = useEditor(selectAll) - errors
  const isOpen = useEditor(selectOpen)
  return (
    <button
      type="button"
      className={classes.problems}
      aria-expanded={isOpen}
      aria-label={editorTexts.problems.button(errors, warnings)}
      onClick={() => store.getState().setProblemsOpen(!isOpen)}
    >
      {errors > 0 && (
        <span className={`${classes.count} ${classes.bad}`}>
          <Icon of={IconCircleX} size={14} />
          {errors}
        </span>
      )}
      {warnings > 0 && (
        <span className={`${classes.count} ${classes.warn}`}>
          <Icon of={IconAlertTriangle} size={14} />
          {warnings}
        </span>
      )}
      {errors + warnings === 0 && (
        <span className={`${classes.count} ${classes.ok}`}>
          <Icon of={IconCircleCheck} size={14} />0
        </span>
      )}
      <span className={classes.wide}>{editorTexts.problems.title}</span>
    </button>
  )
}
