import type { FlowResource } from '@patchbay/shared/api'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { type EditorState, isDirty } from '../editing/store/editor-state.ts'
import { useNewerDraft } from '../editing/use-server-facts.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import editorClasses from './editor.module.css'
import classes from './working-copy.module.css'

const texts = workingCopyTexts.newer
const selectCanEdit = (state: EditorState) => state.canEdit

/** Whether anything is unsaved, and whose save waits for a choice. */
export function SaveState() {
  const dirty = useEditor(isDirty)
  const canEdit = useEditor(selectCanEdit)
  const theirs = useNewerDraft()
  return (
    <span role="status" className={editorClasses.unsaved} title={dirty ? workingCopyTexts.kept : undefined}>
      {!canEdit && editorTexts.viewOnly}
      {canEdit && dirty && (theirs ? <NewerDraft theirs={theirs} /> : editorTexts.unsaved)}
    </span>
  )
}

/** Leads to the choice between ours and theirs. */
function NewerDraft({ theirs }: { readonly theirs: FlowResource }) {
  const store = useEditorStore()
  return (
    <button
      type="button"
      className={classes.newer}
      title={texts.hint}
      onClick={() => store.getState().openDialog({ kind: 'stale', theirs })}
    >
      <Icon of={IconAlertTriangle} size={13} />
      <span className="trunc">{texts.button(theirs.modifiedBy)}</span>
    </button>
  )
}
