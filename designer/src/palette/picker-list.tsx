import type { NodeDefinition } from '@patchbay/shared/nodes'
import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { insteadOf } from '../ui/instead-of.ts'
import { SearchField } from '../ui/search-field.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { Tile } from '../ui/tile.tsx'
import { type ActionGroup, findActions } from './find-actions.ts'
import classes from './palette.module.css'

interface PickerListProps {
  /** What will be done with the choice, for screen readers. */
  readonly label: string
  readonly onPick: (definition: NodeDefinition) => void
}

const selectCatalog = (state: EditorState) => state.catalog

/** A search field over the actions: arrows choose, Enter takes. Triggers are left out: nothing leads to them. */
export function PickerList({ label, onPick }: PickerListProps) {
  const catalog = useEditor(selectCatalog)
  const [search, setSearch] = useState('')
  /** What the arrows have reached since the last letter. */
  const [moved, setMoved] = useState<number | null>(null)
  const listId = useId()
  const groups = useMemo(
    () =>
      findActions(
        catalog.nodes.filter((node) => node.kind === 'action'),
        search,
      ),
    [catalog, search],
  )
  const flat = groups.flatMap((group) => group.definitions)
  // Found by its title before one that was found by what it does.
  const active = moved ?? bestOf(flat, search)
  const chosen = flat[active]
  const activeRow = useRowInSight(chosen)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the search field inside move the choice below it.
    <div
      className={classes.picker}
      onKeyDown={(event) => {
        if (belongsToIme(event)) return
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (step !== undefined) setMoved(Math.max(0, Math.min(flat.length - 1, active + step)))
        else if (event.key !== 'Enter') return
        else if (chosen) onPick(chosen)
        event.preventDefault()
      }}
    >
      <SearchField
        label={boardTexts.searchActions}
        value={search}
        onChange={(value) => {
          setSearch(value)
          setMoved(null)
        }}
        listId={listId}
        activeOptionId={chosen && optionId(listId, chosen)}
      />
      <div role="listbox" id={listId} aria-label={label} className={classes.options} tabIndex={0}>
        {groups.map((group) => (
          <PickerGroup
            key={group.category}
            group={group}
            listId={listId}
            chosen={chosen}
            activeRow={activeRow}
            onPick={onPick}
          />
        ))}
        {flat.length === 0 && <p className={classes.nothing}>{insteadOf(search) ?? boardTexts.noSuchAction(search)}</p>}
      </div>
    </div>
  )
}

/** The first whose title begins with what was typed, else with a word of its title that does, else the first of all. */
function bestOf(definitions: readonly NodeDefinition[], search: string): number {
  const typed = search.trim().toLowerCase()
  const titles = definitions.map(({ title }) => title.toLowerCase())
  const whole = titles.findIndex((title) => title.startsWith(typed))
  return Math.max(0, whole === -1 ? titles.findIndex((title) => title.includes(` ${typed}`)) : whole)
}

function optionId(listId: string, { id }: NodeDefinition): string {
  return `${listId}-${id}`
}

/** Keeps the row that the arrow keys have reached in sight. */
function useRowInSight(chosen: NodeDefinition | undefined): RefObject<HTMLDivElement | null> {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return row
}

interface PickerGroupProps {
  readonly group: ActionGroup
  readonly listId: string
  readonly chosen: NodeDefinition | undefined
  readonly activeRow: RefObject<HTMLDivElement | null>
  readonly onPick: (definition: NodeDefinition) => void
}

function PickerGroup({ group, listId, chosen, activeRow, onPick }: PickerGroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options inside a list box, not of fields.
    <div role="group" aria-label={boardTexts.groups[group.category]}>
      <div className={classes.pickerGroup} aria-hidden="true">
        {boardTexts.groups[group.category]}
      </div>
      {group.definitions.map((definition) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the search field above moves and picks by keys.
        <div
          key={definition.id}
          id={optionId(listId, definition)}
          {...(definition === chosen ? { ref: activeRow } : {})}
          role="option"
          tabIndex={-1}
          aria-selected={definition === chosen}
          aria-label={definition.title}
          aria-description={definition.description}
          className={classes.option}
          onClick={() => onPick(definition)}
        >
          <Tile of={definition} size="xs" />
          <span className={classes.optionText}>
            {definition.title}
            <span className={classes.about}>{definition.description}</span>
          </span>
        </div>
      ))}
    </div>
  )
}
