import { ActionIcon, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import type { EditorState, BoardSearch as Search } from '../editing/store/editor-state.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { Icon } from '../ui/icon.tsx'
import { IconChevronLeft, IconChevronRight, IconSearch, IconX } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import classes from './board.module.css'
import { findOnBoard } from './find-on-board.ts'

const texts = boardToolTexts.search
const selectSearch = (state: EditorState) => state.search
const selectIsRunShown = (state: EditorState) => state.shownRun !== null

/** Ctrl F: finds actions, goes from one to the next and lights them. */
export function BoardSearch() {
  const search = useEditor(selectSearch)
  return search ? <SearchBar search={search} /> : null
}

function SearchBar({ search }: { readonly search: Search }) {
  const services = useEditorServices()
  const isRunShown = useEditor(selectIsRunShown)
  const input = useRef<HTMLInputElement>(null)
  const { found, at, text } = search
  useEffect(() => input.current?.focus(), [])
  const isNothing = text.trim() !== '' && found.length === 0
  return (
    <search
      className={`${classes.float} ${classes.search}`}
      aria-label={texts.title}
      data-board-search
      data-below-run={isRunShown || undefined}
      onKeyDown={(event) => searchKeys(event, services)}
    >
      <TextInput
        ref={input}
        role="searchbox"
        type="text"
        aria-label={texts.field}
        placeholder={texts.field}
        leftSection={<Icon of={IconSearch} />}
        leftSectionPointerEvents="none"
        value={text}
        onChange={(event) => searchFor(event.currentTarget.value, services)}
        className={classes.searchField ?? ''}
      />
      <span className={classes.searchCount} role="status">
        {isNothing ? texts.none : found.length > 0 && texts.at(at + 1, found.length)}
      </span>
      <ActionIcon aria-label={texts.previous} disabled={found.length === 0} onClick={() => step(-1, services)}>
        <Icon of={IconChevronLeft} />
      </ActionIcon>
      <ActionIcon aria-label={texts.next} disabled={found.length === 0} onClick={() => step(1, services)}>
        <Icon of={IconChevronRight} />
      </ActionIcon>
      <ActionIcon aria-label={texts.close} onClick={() => close(services)}>
        <Icon of={IconX} />
      </ActionIcon>
    </search>
  )
}

function searchKeys(event: KeyboardEvent, services: EditorServices): void {
  if (belongsToIme(event)) return
  if (event.key === 'Escape') close(services)
  else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) step(event.shiftKey ? -1 : 1, services)
  else return
  event.preventDefault()
  event.stopPropagation()
}

function searchFor(text: string, services: EditorServices): void {
  const { document, definitions, setSearch } = services.store.getState()
  const found = findOnBoard(document, definitions, text)
  setSearch({ text, found, at: 0 })
  show(found[0], services)
}

function step(by: number, services: EditorServices): void {
  const { search, document, definitions, setSearch } = services.store.getState()
  if (!search) return
  // What was found may be gone or renamed by now.
  const found = findOnBoard(document, definitions, search.text)
  const at = found.length === 0 ? 0 : (search.at + by + found.length) % found.length
  setSearch({ ...search, found, at })
  show(found[at], services)
}

function show(nodeId: number | undefined, { store, board }: EditorServices): void {
  if (nodeId === undefined) return
  store.getState().selectNode(nodeId)
  board.current?.centreOn?.(nodeId)
}

function close({ store, board }: EditorServices): void {
  const { search, setSearch } = store.getState()
  const nodeId = search?.found[search.at]
  setSearch(null)
  if (nodeId !== undefined) board.current?.focusBlock(nodeId)
}
