import type { StepResource } from '@patchbay/shared/api'
import { isFailureExit } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useId } from 'react'
import { stepDuration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconCircleX, IconClockX } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { runsTexts, runTexts } from '../ui/texts/runs.ts'
import { Tile } from '../ui/tile.tsx'
import { ReplayButton } from './replay-button.tsx'
import { exitLabel } from './run-end.ts'
import { StepTables } from './step-tables.tsx'
import classes from './steps-list.module.css'
import type { Bar } from './time-axis.ts'

interface StepItemProps {
  readonly step: StepResource
  readonly definition: NodeDefinition | undefined
  readonly bar: Bar
  /** The ended run that can be done again from here; null while it is under way. */
  readonly replayOf: string | null
  readonly isOpen: boolean
  readonly onToggle: () => void
}

export function StepItem({ step, definition, bar, replayOf, isOpen, onToggle }: StepItemProps) {
  const id = useId()
  const isFailed = step.error !== null || (step.exit !== null && isFailureExit(step.exit))
  const failed = isFailed || undefined
  return (
    <li className={classes.step} data-open={isOpen || undefined}>
      <button type="button" className={classes.head} aria-expanded={isOpen} aria-controls={id} onClick={onToggle}>
        <span className={classes.seq}>{step.seq}</span>
        <Tile of={definition} size="s" />
        <span className="grow trunc">
          <b>{step.name}</b>{' '}
          <span className="muted num">
            #{step.nodeId}
            {step.visit > 1 && `, ${runTexts.visit(step.visit)}`}
          </span>
        </span>
        {step.warnings.length > 0 && (
          <span className={classes.warned} title={runsTexts.warnings(step.warnings.length)}>
            <Icon of={IconAlertTriangle} size={14} />
            <span className="sr">{runsTexts.warnings(step.warnings.length)}</span>
          </span>
        )}
        {step.exit !== null && (
          <span className={classes.exit} data-failed={failed}>
            <span className="trunc">{exitLabel(definition, step.inputs, step.exit)}</span>
          </span>
        )}
        <span className={classes.axis} aria-hidden="true">
          <span className={classes.bar} data-failed={failed} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
        </span>
        <span className={classes.took}>{stepDuration(step.durationMs)}</span>
        <Icon of={isOpen ? IconChevronDown : IconChevronRight} />
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <div className={classes.body}>
            <Findings step={step} />
            <StepTables step={step} definition={definition} />
            {replayOf !== null && step.seq > 1 && <ReplayButton runId={replayOf} fromStep={step.seq} />}
          </div>
        )}
      </div>
    </li>
  )
}

const errorIcons: Readonly<Record<string, TablerIcon>> = { TIMEOUT: IconClockX }

function Findings({ step }: { readonly step: StepResource }) {
  return (
    <>
      {step.error !== null && (
        <Note tone="bad" icon={errorIcons[step.error.code] ?? IconCircleX}>
          <b>{step.error.message}</b> <code className="mono">{step.error.code}</code>
          {step.error.help !== undefined && <p>{step.error.help}</p>}
        </Note>
      )}
      {step.warnings.map((warning) => (
        <Note key={`${warning.code} ${warning.message}`} tone="warn">
          {warning.message}
        </Note>
      ))}
    </>
  )
}
