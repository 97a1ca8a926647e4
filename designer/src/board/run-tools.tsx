import { ActionIcon, Tooltip } from '@mantine/core'
import type { RunResource } from '@patchbay/shared/api'
import { useEffect, useState } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { channelOf } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { viewVersion } from '../editing/view-version.ts'
import { askReplay, replayLabel } from '../runs/ask-replay.ts'
import { Icon } from '../ui/icon.tsx'
import { IconDeviceMobileMessage, IconHistory, IconPlayerPause, IconPlayerPlay, IconRepeat } from '../ui/icons.ts'
import { runViewTexts as texts } from '../ui/texts/run-view.ts'

const selectStepIndex = ({ shownRun }: EditorState) => shownRun?.stepIndex ?? -1
const selectCanEdit = (state: EditorState) => state.canEdit
/** A step of a run that is played. */
const PLAY_MS = 250

/** Plays the steps of the run one after the other; the last one leaves the whole run on the board. */
export function PlayButton({ run }: { readonly run: RunResource }) {
  const { store } = useEditorServices()
  const [isPlaying, setPlaying] = useState(false)
  const last = run.steps.length - 1
  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => {
      const { shownRun, setStepIndex } = store.getState()
      const index = shownRun?.stepIndex ?? last
      if (index >= last) setPlaying(false)
      else setStepIndex(index + 1)
    }, PLAY_MS)
    return () => clearInterval(timer)
  }, [isPlaying, last, store])
  const toggle = () => {
    if (!isPlaying) store.getState().setStepIndex(0)
    setPlaying(!isPlaying)
  }
  const label = isPlaying ? texts.stop : texts.play
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={last < 0} onClick={toggle}>
        <Icon of={isPlaying ? IconPlayerPause : IconPlayerPlay} />
      </ActionIcon>
    </Tooltip>
  )
}

/** What can be done with the run on the board: again, in its own version, into the simulator. */
export function RunTools({ run }: { readonly run: RunResource }) {
  const services = useEditorServices()
  const { store, draft } = services
  const canEdit = useEditor(selectCanEdit) || draft !== undefined
  const text = useEditor((state) => textOf(run, state))
  const { channel, contact } = run
  return (
    <>
      {draft === undefined && (
        <Tooltip label={texts.openVersion(run.version)}>
          <ActionIcon
            aria-label={texts.openVersion(run.version)}
            onClick={() => void viewVersion(services, run.version, run.id)}
          >
            <Icon of={IconHistory} />
          </ActionIcon>
        </Tooltip>
      )}
      {canEdit && <ReplayButton run={run} />}
      {text !== null && (
        <Tooltip label={texts.copyInput}>
          <ActionIcon
            aria-label={texts.copyInput}
            onClick={() => store.getState().copyToSimulator({ channel, contact, text })}
          >
            <Icon of={IconDeviceMobileMessage} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}

function ReplayButton({ run }: { readonly run: RunResource }) {
  const { store, draft, server } = useEditorServices()
  const stepIndex = useEditor(selectStepIndex)
  const fromStep = Math.max(1, run.steps[stepIndex]?.seq ?? 1)
  const label = replayLabel(fromStep)
  const ask = () =>
    askReplay(fromStep, async () => {
      const { id } = await server.replay(run.id, { fromStep })
      const target = (draft ?? store).getState()
      target.showRun(id)
    })
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={run.steps.length === 0} onClick={ask}>
        <Icon of={IconRepeat} />
      </ActionIcon>
    </Tooltip>
  )
}

/** The message that started the run; null when something else did. */
function textOf({ trigger, steps }: RunResource, { document, definitions }: EditorState): string | null {
  const node = document.nodes.find(({ id }) => id === trigger.nodeId) ?? trigger
  if (channelOf(definitions.of(node)) === undefined) return null
  const outputs = steps[0]?.outputs
  const message = outputs?.message ?? outputs?.text
  return typeof message === 'string' ? message : null
}
