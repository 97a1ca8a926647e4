import { isCaught, isFinal, type RunListItem } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { runDuration } from '../runs/run-note.ts'
import { waitingText } from '../runs/waiting-text.ts'
import { duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconBan, IconCircleCheck, IconCircleX, IconClock, IconLoader2 } from '../ui/icons.ts'
import { runStatusTexts } from '../ui/texts/runs.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import classes from './simulator.module.css'

interface RunLineProps {
  readonly runId: string
  /** Null until the list of runs knows it. */
  readonly run: RunListItem | null
}

/** How the run went that a text started; a click lights it up on the board. */
export function RunLine({ runId, run }: RunLineProps) {
  const store = useEditorStore()
  const isShown = useEditor((state) => state.shownRun?.runId === runId)
  const { icon, className, text } = lookOf(run)
  const took = run !== null && isFinal(run.status) ? runDuration(run, Date.now()) : null
  return (
    <button
      type="button"
      className={classes.run}
      aria-pressed={isShown}
      title={simulatorTexts.runOpens}
      onClick={() => {
        if (isShown) store.getState().leaveRun()
        else store.getState().showRun(runId)
      }}
    >
      <Icon of={icon} size={14} className={className} />
      <span className="grow trunc">{text}</span>
      {took !== null && <span className={classes.took}>{duration(took)}</span>}
    </button>
  )
}

function lookOf(run: RunListItem | null): { icon: TablerIcon; className: string | undefined; text: string } {
  if (run === null || !isFinal(run.status)) {
    const isWaiting = run?.status === 'waiting'
    const text = runStatusTexts[run?.status ?? 'running']
    return isWaiting
      ? { icon: IconClock, className: classes.wait, text: waitingText(run) ?? text }
      : { icon: IconLoader2, className: classes.spin, text }
  }
  if (run.failedStep && isCaught(run)) {
    return {
      icon: IconAlertTriangle,
      className: classes.warn,
      text: simulatorTexts.runTookFailure(run.failedStep.name),
    }
  }
  if (run.status === 'failed') {
    return { icon: IconCircleX, className: classes.bad, text: run.error?.message ?? runStatusTexts.failed }
  }
  if (run.status === 'cancelled') return { icon: IconBan, className: classes.idle, text: runStatusTexts.cancelled }
  return { icon: IconCircleCheck, className: classes.ok, text: runStatusTexts.succeeded }
}
