import { useEditor } from '../editing/editor-context.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconChevronDown, IconChevronRight } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { ActionLine } from './action-line.tsx'
import { ExitLine } from './exit-line.tsx'
import { lineLabel } from './line-label.ts'
import { LineMenu } from './line-menu.tsx'
import classes from './outline.module.css'
import type { OutlineRow } from './outline-rows.ts'

const texts = keyboardTexts.outline
/** Deeper lines are no longer pushed to the right: names must stay readable. */
const DEEPEST_INDENT = 14

interface OutlineLineProps {
  readonly row: OutlineRow
  readonly isOpen: boolean
  readonly isActive: boolean
  readonly isMenuOpen: boolean
  readonly onGo: () => void
  /** By the pointer: in a narrow window the panel opens, too. */
  readonly onPress: () => void
  readonly onActivate: () => void
  readonly onToggle: () => void
  readonly onMenu: (open: boolean) => void
}

/** One line of the outline. */
export function OutlineLine({
  row,
  isOpen,
  isActive,
  isMenuOpen,
  onGo,
  onPress,
  onActivate,
  onToggle,
  onMenu,
}: OutlineLineProps) {
  const label = useEditor((state) => lineLabel(row, state))
  const isSelected = useEditor(({ selection: { nodeIds, connection } }) => {
    if (row.kind === 'action') return nodeIds.includes(row.block.node.id)
    return row.kind === 'exit' && connection?.from === row.block.node.id && connection.exit === row.exit.id
  })
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it listens to the keys of all lines.
    <div
      role="treeitem"
      aria-label={label}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-selected={isSelected}
      {...(row.hasChildren ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isActive ? 0 : -1}
      data-row-key={row.key}
      className={joinClasses(classes.line, isSelected && classes.isSelected)}
      style={{ paddingInlineStart: 8 + 20 * Math.min(row.level - 1, DEEPEST_INDENT) }}
      onFocus={(event) => {
        // Commands act on what is selected: that is the line one stands on, however one came here.
        if (event.target === event.currentTarget && !isSelected) onGo()
      }}
      onClick={onPress}
      onDoubleClick={onActivate}
      onContextMenu={(event) => {
        event.preventDefault()
        onGo()
        onMenu(true)
      }}
    >
      <Twisty hasChildren={row.hasChildren} isOpen={isOpen} onToggle={onToggle} />
      {row.kind === 'action' && <ActionLine block={row.block} />}
      {row.kind === 'exit' && <ExitLine row={row} />}
      {row.kind === 'unreached' && <b className={classes.group}>{texts.unreached}</b>}
      {isActive && row.kind !== 'unreached' && <LineMenu row={row} opened={isMenuOpen} onChange={onMenu} />}
    </div>
  )
}

interface TwistyProps {
  readonly hasChildren: boolean
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** For the pointer only: keys open and close with the arrows. */
function Twisty({ hasChildren, isOpen, onToggle }: TwistyProps) {
  if (!hasChildren) return <span className={classes.twisty} />
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: as said above.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as said above.
    <span
      className={classes.twisty}
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
    >
      <Icon of={isOpen ? IconChevronDown : IconChevronRight} size={14} />
    </span>
  )
}
