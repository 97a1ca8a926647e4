import { addAction } from '../editing/add-action.ts'
import type { BlockExit } from '../editing/blocks/block-data.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import { ActionPicker } from '../palette/action-picker.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './block.module.css'

/** The `+` behind a free exit: picks an action, puts it to the right and connects it. */
export function AddAfterExit({ nodeId, exit }: { readonly nodeId: number; readonly exit: BlockExit }) {
  const { store, board } = useEditorServices()
  const label = boardTexts.addAfter(exit.label, nodeId)
  return (
    <span className={`${classes.stub} nodrag nopan`}>
      <ActionPicker
        label={label}
        onPick={(definition) => {
          const id = addAction(store, definition, { after: { from: nodeId, exit: exit.id } })
          board.current?.reveal(id)
        }}
      >
        <button type="button" className={classes.plus} aria-label={label}>
          <Icon of={IconPlus} size={12} mark />
        </button>
      </ActionPicker>
    </span>
  )
}
