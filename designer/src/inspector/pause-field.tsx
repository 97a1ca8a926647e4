import { Button } from '@mantine/core'
import { isJumpedInto } from '@patchbay/shared/flow'
import { useState } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { dayAndClock } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlayerPause, IconPlayerPlay } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { publicationTexts } from '../ui/texts/publication.ts'
import { pauseTexts as texts } from '../ui/texts/retry.ts'
import { toasts } from '../ui/toasts.tsx'
import formClasses from './form/form.module.css'

const selectPaused = (state: EditorState) => state.paused
const selectHeld = (state: EditorState) => state.heldEvents
const selectHeldUntil = (state: EditorState) => state.heldUntil
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone
const selectIsLive = (state: EditorState) => state.live !== null
const selectCanEdit = (state: EditorState) => state.canEdit
/** Whether other flows may jump into this one. */
const selectIsJumped = ({ document, definitions }: EditorState) =>
  document.nodes.some((node) => isJumpedInto(definitions.of(node)?.listens))

/** Holds arriving events back, and lets them start. */
export function PauseField() {
  const { store, server } = useEditorServices()
  const paused = useEditor(selectPaused)
  const held = useEditor(selectHeld)
  const heldUntil = useEditor(selectHeldUntil)
  const timeZone = useEditor(selectTimeZone)
  const isLive = useEditor(selectIsLive)
  const canEdit = useEditor(selectCanEdit)
  const isJumped = useEditor(selectIsJumped)
  const [isBusy, setBusy] = useState(false)
  const title = paused ? texts.resume : texts.pause
  const expiry = heldUntil === null ? '' : publicationTexts.expires(held, dayAndClock(heldUntil, { timeZone }))
  const change = async () => {
    setBusy(true)
    try {
      store.getState().updateFacts(await server.setPaused(store.getState().flowId, !paused))
      if (paused) toasts.success({ title: texts.resumed, message: texts.resumedText(held) })
      else toasts.success({ title: texts.paused, message: isJumped ? texts.pausedJumpsFail : texts.pausedText })
    } catch (thrown) {
      toasts.error(editorTexts.notDone(title), thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <div className={formClasses.labelLine}>
        <span className={formClasses.label}>{texts.label}</span>
      </div>
      <Button
        leftSection={<Icon of={paused ? IconPlayerPlay : IconPlayerPause} />}
        disabled={!isLive || !canEdit}
        loading={isBusy}
        onClick={() => void change()}
      >
        {title}
      </Button>
      <p className={formClasses.help}>
        {isLive
          ? paused
            ? `${texts.holding} ${publicationTexts.held(held)}. ${expiry}`
            : isJumped
              ? texts.takenJumpsFail
              : texts.taken
          : texts.notLive}
      </p>
    </div>
  )
}
