import type { FlowProblem } from '@patchbay/shared/flow'
import { Icon } from '../ui/icon.tsx'
import { IconCheck, IconClock, IconExclamationMark, IconLoader2, IconX } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { blockClasses as classes } from './block-styles.ts'
import type { BlockRun, BlockRunStatus } from './run-view.ts'

const runMarks = {
  running: { icon: IconLoader2, color: classes.markRun },
  waiting: { icon: IconClock, color: classes.markWait },
  succeeded: { icon: IconCheck, color: classes.markOk },
  failed: { icon: IconX, color: classes.markBad },
} as const

interface BlockMarkProps {
  readonly problem: FlowProblem['severity'] | null
  readonly run: BlockRun | null
}

/** The disc at a block's corner: its state in the run shown, else whether something is wrong with it. */
export function BlockMark({ problem, run }: BlockMarkProps) {
  if (run !== null)
    return run.status === 'away' ? null : <Mark {...runMarks[run.status]} label={runLabel(run.status)} />
  if (problem === null) return null
  const color = problem === 'error' ? classes.markBad : classes.markWarn
  return <Mark icon={IconExclamationMark} color={color} label={boardTexts.marks[problem]} />
}

function runLabel(status: Exclude<BlockRunStatus, 'away'>): string {
  return boardTexts.runStates[status]
}

interface MarkProps {
  readonly icon: typeof IconCheck
  readonly color: string | undefined
  readonly label: string
}

function Mark({ icon, color, label }: MarkProps) {
  return (
    <span className={joinClasses(classes.mark, color)} role="img" aria-label={label}>
      <Icon of={icon} size={13} mark />
    </span>
  )
}
