import { ActionIcon, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo, useRef, useState } from 'react'
import { addAction, isUsedUp } from '../editing/add-action.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconGripVertical, IconSearch } from '../ui/icons.ts'
import { insteadOf } from '../ui/instead-of.ts'
import { SearchField } from '../ui/search-field.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { Tile } from '../ui/tile.tsx'
import { startActionDrag } from './drag-action.ts'
import { type ActionGroup, findActions } from './find-actions.ts'
import classes from './palette.module.css'

const selectCatalog = (state: EditorState) => state.catalog

/** Everything that can be put on the board: searched, dragged, or added by click and Enter. */
export function ActionsMenu() {
  const catalog = useEditor(selectCatalog)
  const [search, setSearch] = useState('')
  const [isSearching, setSearching] = useState(false)
  const menu = useRef<HTMLElement>(null)
  const groups = useMemo(() => findActions(catalog.nodes, search), [catalog, search])
  const focusSearch = () => {
    setSearching(true)
    requestAnimationFrame(() => menu.current?.querySelector('input')?.focus())
  }
  return (
    <aside
      ref={menu}
      className={classes.menu}
      aria-label={boardTexts.actionsMenu}
      data-pane="actions"
      data-searching={isSearching || undefined}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setSearching(false)
      }}
      onKeyDown={(event) => {
        if (belongsToIme(event)) return
        if (event.key === 'Escape') setSearching(false)
        else moveFocus(event.currentTarget, event)
      }}
    >
      <SearchField
        label={boardTexts.searchActions}
        value={search}
        onChange={setSearch}
        slashKey="hint"
        className={classes.search}
      />
      <Tooltip label={boardTexts.searchActions} position="right">
        <ActionIcon
          className={classes.railSearch}
          aria-label={boardTexts.searchActions}
          data-search-actions
          onClick={focusSearch}
        >
          <Icon of={IconSearch} size={18} />
        </ActionIcon>
      </Tooltip>
      {groups.map((group) => (
        <Group key={group.category} group={group} isSearched={search !== ''} />
      ))}
      {groups.length === 0 && <p className={classes.nothing}>{insteadOf(search) ?? boardTexts.noSuchAction(search)}</p>}
    </aside>
  )
}

function Group({ group, isSearched }: { readonly group: ActionGroup; readonly isSearched: boolean }) {
  const title = boardTexts.groups[group.category]
  return (
    <section aria-label={title}>
      <div className={classes.group} aria-hidden="true">
        {title}
      </div>
      {group.definitions.map((definition) => (
        <Action key={definition.id} definition={definition} isSearched={isSearched} />
      ))}
    </section>
  )
}

interface ActionProps {
  readonly definition: NodeDefinition
  /** What it does is said under its name: the search may have found it by another word. */
  readonly isSearched: boolean
}

function Action({ definition, isSearched }: ActionProps) {
  const { store, board } = useEditorServices()
  const usedUp = useEditor((state) => isUsedUp(definition, state.document))
  const isRail = useMediaQuery('(max-width: 1180px)') ?? false
  const add = () => {
    if (usedUp) return
    const centre = board.current?.centre()
    board.current?.reveal(addAction(store, definition, centre ? { centre } : {}))
  }
  const hint = usedUp ? boardTexts.onlyOnce : definition.description
  return (
    <Tooltip
      label={isRail ? `${definition.title}. ${hint}` : hint}
      position="right"
      openDelay={isRail ? 200 : 800}
      events={{ hover: true, focus: isRail, touch: false }}
    >
      <button
        type="button"
        className={classes.action}
        aria-label={definition.title}
        aria-disabled={usedUp || undefined}
        draggable={!usedUp}
        data-node-type={definition.id}
        onDragStart={(event) => startActionDrag(event, definition.id)}
        onClick={add}
      >
        <Tile of={definition} size="s" />
        <span className={classes.name}>
          {definition.title}
          {isSearched && <span className={classes.about}>{definition.description}</span>}
        </span>
        <span className={classes.grip}>
          <Icon of={IconGripVertical} size={14} />
        </span>
      </button>
    </Tooltip>
  )
}

/** Up and down walk through the actions; from the search field down leads to the first. */
function moveFocus(menu: HTMLElement, event: React.KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const actions = [...menu.querySelectorAll<HTMLElement>('[data-node-type]')]
  const active = document.activeElement
  const at = active instanceof HTMLElement ? actions.indexOf(active) : -1
  const next = event.key === 'ArrowDown' ? at + 1 : at - 1
  const target = next < 0 ? menu.querySelector('input') : actions[next]
  if (!target) return
  event.preventDefault()
  target.focus()
}
