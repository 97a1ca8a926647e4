import { Button, Modal } from '@mantine/core'
import type { FlowResource, WorkingCopyResource } from '@patchbay/shared/api'
import { diffFlows } from '@patchbay/shared/flow'
import { useState } from 'react'
import { dropWorkingCopy } from '../api/commands.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { toJournal } from '../editing/working-copy/opening.ts'
import { ago } from '../ui/formats.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './working-copy.module.css'

const texts = workingCopyTexts.elsewhere

interface ElsewhereDialogProps {
  readonly copies: readonly WorkingCopyResource[]
}

/** Unsaved changes of other browsers of the same person: used, discarded, or left where they are. */
export function ElsewhereDialog({ copies }: ElsewhereDialogProps) {
  const { store } = useEditorServices()
  const [left, setLeft] = useState(copies)
  const use = useTake()
  const close = () => store.getState().closeDialog()
  const discard = async (copy: WorkingCopyResource) => {
    try {
      await dropWorkingCopy(store.getState().flowId, copy.id)
      const others = left.filter((other) => other !== copy)
      setLeft(others)
      if (others.length === 0) close()
    } catch (thrown) {
      toasts.error(texts.notDropped, thrown)
    }
  }
  return (
    <Modal opened onClose={close} title={texts.title} size={560}>
      <p>{texts.text}</p>
      <ul className={classes.copies}>
        {left.map((copy, index) => (
          <Copy
            key={copy.id}
            copy={copy}
            isFirst={index === 0}
            onUse={() => use(copy)}
            onDiscard={() => void discard(copy)}
          />
        ))}
      </ul>
      <div className={classes.foot}>
        <Button variant="subtle" onClick={close}>
          {texts.later}
        </Button>
      </div>
    </Modal>
  )
}

interface CopyProps {
  readonly copy: WorkingCopyResource
  /** The newest: its button has the focus. */
  readonly isFirst: boolean
  readonly onUse: () => void
  readonly onDiscard: () => void
}

function Copy({ copy, isFirst, onUse, onDiscard }: CopyProps) {
  const saved = useEditor((state) => state.savedDocument)
  const revision = useEditor((state) => state.revision)
  const catalog = useEditor((state) => state.catalog)
  const changes = diffFlows(saved, copy.document, catalog).length
  return (
    <li className={classes.copy}>
      <span className="grow">
        {texts.item(ago(copy.modifiedAt).toLowerCase(), changes)}
        {copy.revision < revision && <span className="sub">{texts.stale}</span>}
      </span>
      <Button variant="subtle" onClick={onDiscard}>
        {texts.discard}
      </Button>
      <Button variant="filled" onClick={onUse} data-autofocus={isFirst || undefined}>
        {texts.use}
      </Button>
    </li>
  )
}

/** Goes on with a copy of another browser here; what was on the board is one undo away. */
function useTake(): (copy: WorkingCopyResource) => void {
  const { store, server } = useEditorServices()
  return (copy) => {
    const { document, selection, past, restore, flowId, endBurst } = store.getState()
    endBurst()
    restore({ ...toJournal(copy), past: [...past, { document, selection }] })
    store.getState().closeDialog()
    // It is kept as this browser's from now on. Left behind, it would only be offered again.
    void dropWorkingCopy(flowId, copy.id).catch(() => undefined)
    toasts.success({
      title: texts.used,
      message: texts.usedText,
      action: { label: editorTexts.undo, onClick: () => store.getState().undo() },
    })
    const askWhichToKeep = (theirs: FlowResource) => {
      if (theirs.revision > copy.revision) store.getState().openDialog({ kind: 'stale', theirs })
    }
    // Without the server the toolbar offers the choice, once it answers again.
    server.readFlow(flowId).then(askWhichToKeep, () => undefined)
  }
}
