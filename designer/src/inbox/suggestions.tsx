import { type KeyboardEvent, useId, useState } from 'react'
import classes from './inbox.module.css'

export interface Suggestion {
  readonly id: string
  readonly name: string
  /** A line under the name. */
  readonly text?: string
}

/** A list above the field that the arrow keys go through while the caret stays in the field. */
export interface Suggesting {
  readonly isOpen: boolean
  /** Attributes of the field. */
  readonly field: {
    readonly 'aria-autocomplete'?: 'list'
    readonly 'aria-controls'?: string
    readonly 'aria-activedescendant'?: string
  }
  /** Handles a key; true when it was for the list. */
  onKey(event: KeyboardEvent): boolean
  readonly list: SuggestionListProps
}

export interface SuggestionListProps {
  readonly label: string
  readonly listId: string
  readonly items: readonly Suggestion[]
  readonly active: number
  readonly onChoose: (item: Suggestion) => void
}

interface SuggestionsOptions {
  readonly label: string
  /** Null: nothing is asked for. */
  readonly items: readonly Suggestion[] | null
  readonly onChoose: (item: Suggestion) => void
  readonly onClose: () => void
}

export function useSuggestions({ label, items, onChoose, onClose }: SuggestionsOptions): Suggesting {
  const listId = useId()
  const [chosen, setChosen] = useState(0)
  const shown = items ?? []
  const isOpen = shown.length > 0
  const active = Math.min(chosen, shown.length - 1)
  const close = () => {
    setChosen(0)
    onClose()
  }
  const choose = (item: Suggestion) => {
    setChosen(0)
    onChoose(item)
  }
  return {
    isOpen,
    field: isOpen
      ? { 'aria-autocomplete': 'list', 'aria-controls': listId, 'aria-activedescendant': `${listId}-${active}` }
      : {},
    onKey(event) {
      if (!isOpen || event.ctrlKey || event.metaKey) return false
      const item = shown[active]
      if (event.key === 'ArrowDown') setChosen((active + 1) % shown.length)
      else if (event.key === 'ArrowUp') setChosen((active + shown.length - 1) % shown.length)
      else if ((event.key === 'Enter' || event.key === 'Tab') && item !== undefined) choose(item)
      else if (event.key === 'Escape') close()
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    list: { label, listId, items: shown, active, onChoose: choose },
  }
}

export function SuggestionList({ label, listId, items, active, onChoose }: SuggestionListProps) {
  return (
    <div className={classes.suggestions} role="listbox" id={listId} aria-label={label}>
      {items.map((item, index) => (
        <div
          key={item.id}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          ref={index === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
          // The field keeps the caret.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item)}
          onKeyDown={() => undefined}
        >
          <b dir="auto">{item.name}</b>
          {item.text !== undefined && (
            <span className="trunc" dir="auto">
              {item.text}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}
