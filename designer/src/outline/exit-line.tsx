import { Button } from '@mantine/core'
import { blockRunIn } from '../board/board-facts.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import { exitWords } from './line-label.ts'
import classes from './outline.module.css'
import type { OutlineRow } from './outline-rows.ts'

const selectCanAdd = (state: EditorState) => state.canEdit && state.shownRun === null

/** An exit, and where it leads when nothing stands beneath it. */
export function ExitLine({ row }: { readonly row: Extract<OutlineRow, { kind: 'exit' }> }) {
  const words = useEditor((state) => exitWords(row, state).join(', '))
  const store = useEditorStore()
  const canEdit = useEditor(selectCanAdd)
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
      {!row.exit.connected && canEdit && (
        <Button
          size="sm"
          className={classes.add ?? ''}
          tabIndex={-1}
          leftSection={<Icon of={IconPlus} size={14} />}
          aria-label={boardTexts.addAfter(row.exit.label, row.block.node.id)}
          onClick={(event) => {
            event.stopPropagation()
            store.getState().openDialog({ kind: 'add-after', from: row.block.node.id, exit: row.exit.id })
          }}
        >
          {editorTexts.add}
        </Button>
      )}
    </>
  )
}
