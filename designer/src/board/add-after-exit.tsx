import { useState } from 'react'
import { addAction } from '../editing/add-action.ts'
import type { BlockExit } from '../editing/blocks/block-data.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import { ActionPicker } from '../palette/action-picker.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { blockClasses as classes } from './block-styles.ts'

interface AddAfterExitProps {
  readonly nodeId: number
  readonly exit: BlockExit
  readonly isSelected: boolean
}

/**
 * The `+` behind a free exit: picks an action, puts it to the right and connects it. Quiet until the pointer comes. A
 * board has hundreds of them, so the list behind one is made when it is first pressed.
 */
export function AddAfterExit({ nodeId, exit, isSelected }: AddAfterExitProps) {
  const { store, board } = useEditorServices()
  const [isAsked, setAsked] = useState(false)
  const label = boardTexts.addAfter(exit.label, nodeId)
  const button = (
    <button
      type="button"
      className={classes.plus}
      aria-label={label}
      tabIndex={isSelected ? 0 : -1}
      onClick={() => setAsked(true)}
    >
      <Icon of={IconPlus} size={12} mark />
    </button>
  )
  return (
    <span className={`${classes.stub} nodrag nopan`}>
      {isAsked ? (
        <ActionPicker
          label={label}
          isOpenAtFirst
          onPick={(definition) => {
            const id = addAction(store, definition, { after: { from: nodeId, exit: exit.id } })
            board.current?.reveal(id)
          }}
        >
          {button}
        </ActionPicker>
      ) : (
        button
      )}
    </span>
  )
}
