import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle } from '../ui/icons.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import { useEditorStore } from './editor-context.tsx'
import { useNewerDraft } from './use-server-facts.ts'
import classes from './working-copy/working-copy.module.css'

const texts = workingCopyTexts.newer

/** While somebody else's save waits for a choice: who saved, and the way to the choice. */
export function NewerDraft() {
  const store = useEditorStore()
  const theirs = useNewerDraft()
  if (theirs === null) return null
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
