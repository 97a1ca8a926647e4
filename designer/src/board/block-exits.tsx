import { Handle, Position } from '@xyflow/react'
import type { BlockData, BlockExit } from '../editing/blocks/block-data.ts'
import { stepDuration } from '../ui/formats.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { AddAfterExit } from './add-after-exit.tsx'
import { blockClasses as classes } from './block-styles.ts'
import type { BlockRun } from './run-view.ts'

interface BlockExitsProps {
  readonly data: BlockData
  readonly run: BlockRun | null
  /** Draws a `+` behind free exits. */
  readonly withStubs: boolean
  /** Tab leads to the `+` of the one selected block only: the board is one stop. */
  readonly isSelected: boolean
}

/** The jack rows: one labelled exit each, its time on the left when a run is shown. */
export function BlockExits({ data, run, withStubs, isSelected }: BlockExitsProps) {
  return (
    <ul className={classes.jacks}>
      {data.exits.map((exit) => (
        <Jack
          key={exit.id}
          exit={exit}
          nodeId={data.node.id}
          run={run}
          withStub={withStubs && !exit.connected}
          isSelected={isSelected}
        />
      ))}
    </ul>
  )
}

interface JackProps {
  readonly exit: BlockExit
  readonly nodeId: number
  readonly run: BlockRun | null
  readonly withStub: boolean
  readonly isSelected: boolean
}

function Jack({ exit, nodeId, run, withStub, isSelected }: JackProps) {
  const isTaken = run?.exit === exit.id
  const taken = run?.status === 'failed' ? classes.jackFailed : classes.jackTaken
  return (
    <li className={joinClasses(classes.jack, isTaken && taken, exit.gone && classes.jackGone)}>
      {isTaken && run.durationMs !== null && <span className={classes.took}>{stepDuration(run.durationMs)}</span>}
      <span className={classes.jackLabel}>{exit.label}</span>
      <Handle
        type="source"
        id={exit.id}
        position={Position.Right}
        isConnectableEnd={false}
        className={joinClasses(classes.port, exit.connected && classes.portConnected, 'nodrag')}
        aria-label={boardTexts.exitOf(exit.label, nodeId)}
        role="img"
      />
      {withStub && <AddAfterExit nodeId={nodeId} exit={exit} isSelected={isSelected} />}
    </li>
  )
}
