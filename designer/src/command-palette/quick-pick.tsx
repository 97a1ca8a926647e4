import { Kbd } from '@mantine/core'
import {
  createSpotlight,
  SpotlightAction,
  SpotlightActionsGroup,
  SpotlightActionsList,
  SpotlightRoot,
  SpotlightSearch,
  useSpotlight,
} from '@mantine/spotlight'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconSearch } from '../ui/icons.ts'
import { insteadOf } from '../ui/instead-of.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { Tile } from '../ui/tile.tsx'
import { findEntries, type PickEntry, type PickGroup } from './find-entries.ts'
import classes from './quick-pick.module.css'

interface QuickPickProps {
  /** What is being picked, for screen readers. */
  readonly label: string
  readonly placeholder: string
  readonly entries: readonly PickEntry[]
  /** Groups that are shown in full before anything is typed. */
  readonly whole?: readonly string[]
  /** Shown at the right of the search field: the key that opened this. */
  readonly keys?: string
  /** Shown instead of the list when there is nothing to pick from. */
  readonly nothing?: string
  readonly onClose: () => void
}

/** A search field over a list of things to do: type, choose by arrow keys, Enter does it. */
export function QuickPick({ label, placeholder, entries, whole = noGroups, keys, nothing, onClose }: QuickPickProps) {
  const [[spotlight, actions]] = useState(createSpotlight)
  const [search, setSearch] = useState('')
  const listId = useId()
  const { selected } = useSpotlight(spotlight)
  const groups = useMemo(() => findEntries(entries, search, whole), [entries, search, whole])
  const flat = groups.flatMap((group) => group.entries)
  useEffect(() => actions.open(), [actions])
  const chosen = flat[Math.max(0, selected)]
  const isDone = useRef(false)
  const run = (entry: PickEntry) => {
    // Spotlight clicks the line that it has marked, which after a new search may be another one, or this one again.
    if (entry.isDisabled || isDone.current) return
    isDone.current = true
    onClose()
    entry.run()
  }
  return (
    <SpotlightRoot
      store={spotlight}
      forceOpened
      shortcut={null}
      query={search}
      onQueryChange={setSearch}
      onSpotlightClose={onClose}
      closeOnActionTrigger={false}
      size={480}
      centered={false}
      radius="md"
      overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1, blur: 0 }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': label } }}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
    >
      <SpotlightSearch
        size="md"
        classNames={{ wrapper: classes.searchBox ?? '', input: classes.search ?? '' }}
        placeholder={placeholder}
        aria-label={placeholder}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={chosen ? optionId(listId, chosen) : undefined}
        leftSection={<Icon of={IconSearch} />}
        rightSection={keys === undefined ? null : <Kbd aria-hidden="true">{keys}</Kbd>}
        rightSectionWidth={64}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && chosen && !belongsToIme(event)) run(chosen)
        }}
        data-autofocus
      />
      <SpotlightActionsList className={classes.list ?? ''}>
        <div role="listbox" id={listId} aria-label={label} className={classes.options} tabIndex={0}>
          {groups.map((group) => (
            <Group key={group.title} group={group} listId={listId} chosen={chosen} onRun={run} />
          ))}
        </div>
        {flat.length === 0 && (
          <p className={classes.none}>
            {search === '' && nothing ? nothing : (insteadOf(search) ?? keyboardTexts.palette.none(search))}
          </p>
        )}
      </SpotlightActionsList>
    </SpotlightRoot>
  )
}

const noGroups: readonly string[] = []

function optionId(listId: string, { id }: PickEntry): string {
  return `${listId}-${id}`
}

interface GroupProps {
  readonly group: PickGroup
  readonly listId: string
  readonly chosen: PickEntry | undefined
  readonly onRun: (entry: PickEntry) => void
}

function Group({ group, listId, chosen, onRun }: GroupProps) {
  return (
    <SpotlightActionsGroup label="" role="group" aria-label={group.title} className={classes.group ?? ''}>
      <div className={classes.groupTitle} aria-hidden="true">
        {group.title}
      </div>
      {group.entries.map((entry) => (
        <SpotlightAction
          key={entry.id}
          // Spotlight keeps `id` to itself, but the search field must name the chosen line.
          ref={(element) => {
            if (element) element.id = optionId(listId, entry)
          }}
          role="option"
          aria-selected={entry === chosen}
          {...(entry.description === undefined
            ? {}
            : { 'aria-label': entry.title, 'aria-description': entry.description })}
          aria-disabled={entry.isDisabled || undefined}
          className={classes.entry ?? ''}
          onClick={() => onRun(entry)}
        >
          {entry.tile && <Tile of={entry.tile} size="xs" />}
          {entry.icon && <Icon of={entry.icon} className={classes.icon} />}
          <span className={classes.title}>
            {entry.title}
            {entry.description !== undefined && <span className={classes.about}>{entry.description}</span>}
          </span>
          {entry.keys !== undefined && <Kbd>{entry.keys}</Kbd>}
        </SpotlightAction>
      ))}
    </SpotlightActionsGroup>
  )
}
