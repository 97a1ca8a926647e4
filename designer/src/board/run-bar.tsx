import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { isCaught, type RunResource } from '@patchbay/shared/api'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { StatusBadge } from '../runs/status-badge.tsx'
import { TestMark } from '../runs/test-mark.tsx'
import { clock, duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconActivity, IconAlertTriangle, IconChevronLeft, IconChevronRight, IconX } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { runViewTexts } from '../ui/texts/run-view.ts'
import classes from './board.module.css'
import { PlayButton, RunTools } from './run-tools.tsx'
import runClasses from './run-view.module.css'

const selectShownRun = (state: EditorState) => state.shownRun
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone
const texts = boardTexts.run

/** About the run lit on the board: how it went, its steps one by one, the way to its page. */
export function RunBar() {
  const { store, board, navigate } = useEditorServices()
  const shown = useEditor(selectShownRun)
  if (!shown) return null
  const steps = shown.run?.steps ?? []
  const go = (by: number) => {
    const index = Math.max(0, Math.min(steps.length - 1, shown.stepIndex + by))
    store.getState().setStepIndex(index)
    const nodeId = steps[index]?.nodeId
    if (nodeId !== undefined) board.current?.reveal(nodeId)
  }
  return (
    <section className={`${classes.float} ${classes.runBar} ${runClasses.fits}`} aria-label={texts.bar}>
      {shown.run ? <RunSummary run={shown.run} /> : commonTexts.loading}
      <span className={classes.separator} />
      {shown.run && <PlayButton run={shown.run} />}
      <BarButton label={texts.previous} icon={IconChevronLeft} disabled={shown.stepIndex <= 0} onClick={() => go(-1)} />
      <BarButton
        label={texts.next}
        icon={IconChevronRight}
        disabled={shown.stepIndex >= steps.length - 1}
        onClick={() => go(1)}
      />
      {shown.stepIndex >= 0 && (
        <Button variant="subtle" size="sm" title={runViewTexts.whole} onClick={() => store.getState().setStepIndex(-1)}>
          <span className="num">{runViewTexts.stepOf(shown.stepIndex + 1, steps.length)}</span>
        </Button>
      )}
      <span className={classes.separator} />
      {shown.run && <RunTools run={shown.run} />}
      <BarButton label={texts.open} icon={IconActivity} onClick={() => navigate(`/runs/${shown.runId}`)} />
      <BarButton label={texts.leave} icon={IconX} onClick={() => store.getState().leaveRun()} />
    </section>
  )
}

/** `Took On Failure at #2, 10.0 s, 3 steps`. */
function RunSummary({ run }: { readonly run: RunResource }) {
  const timeZone = useEditor(selectTimeZone)
  const took = run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : null
  return (
    <>
      {isCaught(run) ? (
        <span className={classes.runCaught}>
          <Icon of={IconAlertTriangle} />
        </span>
      ) : (
        <StatusBadge run={run} />
      )}
      <span className={`num ${classes.runTime}`}>{clock(run.startedAt, { timeZone })}</span>
      {run.failedStep && (
        <span>
          <b>{texts.tookFailure}</b> {texts.at(run.failedStep.nodeId)}
        </span>
      )}
      <span className="muted num">
        {took !== null && `${duration(took)}, `}
        {texts.steps(run.steps.length)}
      </span>
      {run.test && <TestMark />}
    </>
  )
}

interface BarButtonProps {
  readonly label: string
  readonly icon: typeof IconX
  readonly disabled?: boolean
  readonly onClick: () => void
}

function BarButton({ label, icon, disabled = false, onClick }: BarButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon of={icon} />
      </ActionIcon>
    </Tooltip>
  )
}
