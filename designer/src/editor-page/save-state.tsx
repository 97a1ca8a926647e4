import type { FlowResource } from '@patchbay/shared/api'
import { useIsAway } from '../api/use-is-away.ts'
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
  const isAway = useIsAway()
  return (
    <span role="status" className={editorClasses.unsaved} title={dirty ? workingCopyTexts.kept : undefined}>
      {isAway && <NotConnected />}
      {!canEdit && editorTexts.viewOnly}
      {canEdit && dirty && (theirs ? <NewerDraft theirs={theirs} /> : editorTexts.unsaved)}
    </span>
  )
}

/** Said before somebody presses Save in vain. */
function NotConnected() {
  return (
    <span className={classes.away} title={editorTexts.awayHelp}>
      <Icon of={IconAlertTriangle} size={13} />
      <span className="trunc">{editorTexts.away}</span>
      <span className="sr">{editorTexts.awayHelp}</span>
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
