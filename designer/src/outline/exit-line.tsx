import { blockRunIn } from '../board/board-facts.ts'
import { useEditor } from '../editing/editor-context.tsx'
import { joinClasses } from '../ui/join-classes.ts'
import { exitWords } from './line-label.ts'
import classes from './outline.module.css'
import type { OutlineRow } from './outline-rows.ts'

/** An exit, and where it leads when nothing stands beneath it. */
export function ExitLine({ row }: { readonly row: Extract<OutlineRow, { kind: 'exit' }> }) {
  const words = useEditor((state) => exitWords(row, state).join(', '))
  const run = useEditor((state) => blockRunIn(state, row.block.node.id))
  const isTaken = run?.exit === row.exit.id
  return (
    <>
      <i className={joinClasses(classes.jack, row.exit.connected && classes.plugged)} aria-hidden="true" />
      <span
        className={joinClasses(
          classes.exit,
          row.exit.gone && classes.isGone,
          isTaken && (run.status === 'failed' ? classes.isFailed : classes.isTaken),
        )}
      >
        {row.exit.label}
      </span>
      <span className={classes.link}>{words}</span>
    </>
  )
}
