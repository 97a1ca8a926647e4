import { disconnect } from '@patchbay/shared/flow'
import {
  BaseEdge,
  type ConnectionLineComponentProps,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
} from '@xyflow/react'
import { memo, useState } from 'react'
import { addAction } from '../editing/add-action.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { emptySelection } from '../editing/store/editor-state.ts'
import { ActionPicker } from '../palette/action-picker.tsx'
import { stepDuration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus, IconTrash } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './board.module.css'
import { connectionRunIn, connectionTimeIn } from './board-facts.ts'
import runClasses from './run-view.module.css'
import type { ConnectionRun } from './run-view.ts'
import { type CanvasNode, connectionKeyOf, type WireEdge } from './to-canvas.ts'
import { wirePath } from './wire-path.ts'

const runLooks = {
  taken: classes.taken,
  failed: classes.failed,
  running: classes.running,
  away: classes.away,
} as const satisfies Record<ConnectionRun, string | undefined>

/** A shorter connection has no room for the time on it. */
const PILL_GAP = 90

/** A connection. Under the pointer it offers to insert an action; selected, to be removed. */
export const Wire = memo(function Wire({ id, selected, source, target, ...ends }: EdgeProps<WireEdge>) {
  const [isHovered, setHovered] = useState(false)
  const run = useEditor((state) => connectionRunIn(state, id))
  const took = useEditor((state) => connectionTimeIn(state, id))
  const withTime = took !== null && ends.targetX - ends.sourceX >= PILL_GAP
  const isNear = useEditor(
    ({ selection: { nodeIds } }) => nodeIds.includes(Number(source)) || nodeIds.includes(Number(target)),
  )
  const [path, labelX, labelY] = wirePath(ends)
  const withTools = run === null && (isHovered || selected === true)
  const look = run ? runLooks[run] : selected ? classes.selected : isHovered ? classes.hover : isNear && classes.near
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only draws; keys reach connections in the panel.
    <g onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
      <BaseEdge id={id} path={path} interactionWidth={16} className={joinClasses(classes.wire, look)} />
      {withTime && (
        <EdgeLabelRenderer>
          <span
            className={runClasses.pill}
            data-failed={run === 'failed' || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {stepDuration(took)}
          </span>
        </EdgeLabelRenderer>
      )}
      {withTools && (
        <EdgeLabelRenderer>
          <WireTools id={id} x={labelX} y={labelY} isSelected={selected === true} onHover={setHovered} />
        </EdgeLabelRenderer>
      )}
    </g>
  )
})

interface WireToolsProps {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly isSelected: boolean
  readonly onHover: (hovered: boolean) => void
}

function WireTools({ id, x, y, isSelected, onHover }: WireToolsProps) {
  const { store, board } = useEditorServices()
  const { from, exit } = connectionKeyOf(id)
  const connection = useEditor(({ document }) =>
    document.connections.find((candidate) => candidate.from === from && candidate.exit === exit),
  )
  if (!connection) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keeps the tools while the pointer is on them.
    <div
      className={`${classes.onWire} nodrag nopan`}
      data-connection={id}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onMouseEnter={() => onHover(true)}
      onMouseLeave={() => onHover(false)}
    >
      <ActionPicker
        label={boardTexts.insertHere}
        onPick={(definition) => board.current?.reveal(addAction(store, definition, { within: connection }))}
      >
        <button type="button" className={classes.plus} aria-label={boardTexts.insertHere}>
          <Icon of={IconPlus} size={12} mark />
        </button>
      </ActionPicker>
      {isSelected && (
        <button
          type="button"
          className={classes.plus}
          aria-label={boardTexts.disconnect}
          title={boardTexts.disconnect}
          onClick={() => store.getState().apply((flow) => disconnect(flow, { from, exit }), { select: emptySelection })}
        >
          <Icon of={IconTrash} size={12} />
        </button>
      )}
    </div>
  )
}

/** The line that follows the pointer while a connection is drawn. */
export function DrawnWire({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
}: ConnectionLineComponentProps<CanvasNode>) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  })
  return <path d={path} className={joinClasses(classes.wire, classes.drawn)} />
}
