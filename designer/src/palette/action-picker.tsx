import { Popover } from '@mantine/core'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { cloneElement, type ReactElement, useId, useMemo, useState } from 'react'
import { useEditor } from '../editor/editor-context.tsx'
import type { EditorState } from '../editor/store/editor-state.ts'
import { SearchField } from '../ui/search-field.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { Tile } from '../ui/tile.tsx'
import { type ActionGroup, findActions } from './find-actions.ts'
import classes from './palette.module.css'

interface ActionPickerProps {
  /** What will be done with the choice, for screen readers. */
  readonly label: string
  readonly onPick: (definition: NodeDefinition) => void
  /** The button that opens it. */
  readonly children: ReactElement<{ onClick?: () => void; 'aria-expanded'?: boolean }>
}

const selectCatalog = (state: EditorState) => state.catalog

/** A small searched list of actions beside a `+`. Triggers are left out: nothing leads to them. */
export function ActionPicker({ label, onPick, children }: ActionPickerProps) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} width={240} position="right-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        {cloneElement(children, { onClick: () => setOpened(!opened), 'aria-expanded': opened })}
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <PickerList
          label={label}
          onPick={(definition) => {
            setOpened(false)
            onPick(definition)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function PickerList({ label, onPick }: Pick<ActionPickerProps, 'label' | 'onPick'>) {
  const catalog = useEditor(selectCatalog)
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
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
  const pickActive = () => {
    const definition = flat[active]
    if (definition) onPick(definition)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the search field inside move the choice below it.
    <div
      className={classes.picker}
      onKeyDown={(event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (step !== undefined) setActive(Math.max(0, Math.min(flat.length - 1, active + step)))
        else if (event.key === 'Enter') pickActive()
        else return
        event.preventDefault()
      }}
    >
      <SearchField
        label={boardTexts.searchActions}
        value={search}
        onChange={(value) => {
          setSearch(value)
          setActive(0)
        }}
      />
      <div role="listbox" id={listId} aria-label={label} className={classes.options} tabIndex={0}>
        {groups.map((group) => (
          <PickerGroup key={group.category} group={group} active={flat[active]} onPick={onPick} />
        ))}
        {flat.length === 0 && <p className={classes.nothing}>{boardTexts.noSuchAction(search)}</p>}
      </div>
    </div>
  )
}

interface PickerGroupProps {
  readonly group: ActionGroup
  readonly active: NodeDefinition | undefined
  readonly onPick: (definition: NodeDefinition) => void
}

function PickerGroup({ group, active, onPick }: PickerGroupProps) {
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
          role="option"
          tabIndex={-1}
          aria-selected={definition === active}
          className={classes.option}
          onClick={() => onPick(definition)}
        >
          <Tile category={definition.category} icon={definition.icon} size="xs" />
          {definition.title}
        </div>
      ))}
    </div>
  )
}
