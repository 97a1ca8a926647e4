import { useEditorServices } from '../editing/editor-context.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconCircleX, IconClockX } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { blockClasses as classes } from './block-styles.ts'
import type { BlockRun } from './run-view.ts'

/** Under a block whose step failed: why, and the way to the step. */
export function BlockReason({ run, nodeId }: { readonly run: BlockRun | null; readonly nodeId: number }) {
  const { store, navigate } = useEditorServices()
  if (run?.status !== 'failed' || run.error === null) return null
  const seeStep = () => {
    const runId = store.getState().shownRun?.runId
    if (runId) navigate(`/runs/${runId}`)
  }
  return (
    <div className={`${classes.reason} nodrag nopan`} data-reason-of={nodeId}>
      <Icon of={run.error.code === 'TIMEOUT' ? IconClockX : IconCircleX} size={14} />
      <span>
        <b>{run.error.message}</b>
        <button type="button" className={classes.reasonLink} onClick={seeStep}>
          {boardTexts.seeStep}
        </button>
      </span>
    </div>
  )
}
