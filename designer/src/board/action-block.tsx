import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { type BlockData, blocksOf } from '../editing/blocks/block-data.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { Tile } from '../ui/tile.tsx'
import { BlockExits } from './block-exits.tsx'
import { BlockMark } from './block-mark.tsx'
import { BlockReason } from './block-reason.tsx'
import { blockClasses as classes } from './block-styles.ts'
import { BlockTools } from './block-tools.tsx'
import { blockRunIn, problemMarkOf, stepNodeIn, tabStopIn } from './board-facts.ts'
import { ChangeMark } from './compare-view.tsx'
import { foundIn } from './find-on-board.ts'
import { KeySetting } from './key-setting.tsx'
import type { BlockRun, BlockRunStatus } from './run-view.ts'
import { StepValuesCard } from './step-values-card.tsx'
import { type BlockNode, ENTRY_HANDLE } from './to-canvas.ts'

const runClasses = {
  running: classes.isRunning,
  waiting: classes.isWaiting,
  succeeded: classes.isSucceeded,
  failed: classes.isFailed,
  away: classes.isAway,
} as const satisfies Record<BlockRunStatus, string | undefined>

/** One action on the board, drawn from its definition. */
export const ActionBlock = memo(function ActionBlock({ data: { nodeId }, ...props }: NodeProps<BlockNode>) {
  const block = useEditor((state) => blocksOf(state.document, state.definitions).get(nodeId))
  // Between a removal and React Flow hearing of it there is nothing to draw.
  return block ? <Block data={block} selected={props.selected} dragging={props.dragging} /> : null
})

interface BlockProps {
  readonly data: BlockData
  readonly selected: boolean
  readonly dragging: boolean
}

/** A drag changes where a block stands, and that is React Flow's matter. */
const Block = memo(function Block({ data, selected, dragging }: BlockProps) {
  const { node, definition } = data
  const mark = useEditor((state) => problemMarkOf(state.problems, node.id))
  const run = useEditor((state) => blockRunIn(state, node.id))
  const isTabStop = useEditor((state) => tabStopIn(state) === node.id)
  const isStep = useEditor((state) => stepNodeIn(state) === node.id)
  const isOnly = useEditor(isOneSelected)
  const canEdit = useEditor(selectCanEdit)
  const found = useEditor((state) => foundIn(state, node.id))
  useFreshHandles(data)
  const typeTitle = definition?.title ?? node.type
  return (
    <article
      className={joinClasses(
        classes.block,
        node.disabled && classes.isDisabled,
        run !== null && runClasses[run.status],
        (mark !== null || run !== null) && classes.hasMark,
        selected && classes.isSelected,
        isStep && classes.isStep,
        found !== null && classes.isFound,
        found === 'current' && classes.isCurrent,
        dragging && classes.isDragging,
      )}
      aria-label={`#${node.id} ${node.name}, ${typeTitle}`}
      aria-current={selected || undefined}
      data-node-id={node.id}
      data-category={definition?.category}
      data-found={found ?? undefined}
      tabIndex={isTabStop ? 0 : -1}
    >
      <BlockMark problem={mark} run={run} />
      {canEdit && selected && isOnly && !dragging && run === null && <BlockTools node={node} definition={definition} />}
      <header className={classes.head}>
        <Tile of={definition} mute={node.disabled === true || run?.status === 'away'} />
        <div className={classes.names}>
          <b className={classes.title} title={node.name}>
            {node.name}
          </b>
          <span className={classes.type}>
            <span className={classes.id}>#{node.id}</span> {typeTitle}
          </span>
        </div>
      </header>
      <KeySetting node={node} definition={definition} />
      <BlockExits
        data={data}
        run={run}
        withStubs={canEdit && !dragging && run === null}
        isSelected={selected && isOnly}
      />
      {data.hasEntry && <Entry isConnected={data.entryConnected} run={run} />}
      <BlockReason run={run} nodeId={node.id} />
      <StepValuesCard run={run} nodeId={node.id} />
      <ChangeMark nodeId={node.id} />
    </article>
  )
})

const selectCanEdit = (state: EditorState): boolean => state.canEdit
const isOneSelected = (state: EditorState): boolean => state.selection.nodeIds.length === 1

/** The socket. While a connection is being drawn from another block, the whole block is its drop target. */
function Entry({ isConnected, run }: { readonly isConnected: boolean; readonly run: BlockRun | null }) {
  const entered = run?.entered === 'failed' ? classes.entryFailed : run?.entered === 'ok' && classes.entryOk
  return (
    <>
      <i className={joinClasses(classes.entry, isConnected && classes.entryConnected, entered)} aria-hidden="true" />
      <Handle
        type="target"
        id={ENTRY_HANDLE}
        position={Position.Left}
        isConnectableStart={false}
        className={classes.socket ?? ''}
      />
    </>
  )
}

/**
 * React Flow measures handles once; exits that come, go or change their id need measuring again. Not at first:
 * the first measured block would make the board fit itself to that block alone.
 */
function useFreshHandles({ node, exits }: BlockData): void {
  const update = useUpdateNodeInternals()
  const ids = exits.map((exit) => exit.id).join('\u0000')
  const measured = useRef(ids)
  useEffect(() => {
    if (measured.current === ids) return
    measured.current = ids
    update(String(node.id))
  }, [ids, node.id, update])
}
