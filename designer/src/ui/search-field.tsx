import { ActionIcon, Kbd, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { belongsToIme } from './belongs-to-ime.ts'
import { useCharacterKeys } from './character-keys.ts'
import { Icon } from './icon.tsx'
import { IconSearch, IconX } from './icons.ts'
import { commonTexts } from './texts/common.ts'
import { usePageKeys } from './use-page-keys.ts'

interface SearchFieldProps {
  /** Placeholder and accessible name in one: `Search Flow`. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** `/` puts the caret here; `hint` only says so, where a command listens. */
  readonly slashKey?: boolean | 'hint'
  readonly className?: string | undefined
  /** The list box that the field searches, and the line in it that the arrow keys have reached. */
  readonly listId?: string
  readonly activeOptionId?: string | undefined
}

/** A search field that Esc empties. */
export function SearchField(props: SearchFieldProps) {
  const { label, value, onChange, slashKey = false, className, listId, activeOptionId } = props
  const input = useRef<HTMLInputElement>(null)
  const hasSlashKey = useCharacterKeys() && slashKey !== false
  usePageKeys(hasSlashKey && slashKey === true ? [['/', () => input.current?.focus()]] : [])
  return (
    <TextInput
      ref={input}
      type="text"
      role="searchbox"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '' || belongsToIme(event)) return
        event.stopPropagation()
        onChange('')
      }}
      leftSection={<Icon of={IconSearch} />}
      leftSectionPointerEvents="none"
      leftSectionWidth={36}
      rightSection={<RightSection value={value} slashKey={hasSlashKey} onClear={() => onChange('')} />}
      {...(className === undefined ? {} : { className })}
      {...(listId === undefined ? {} : { 'aria-controls': listId })}
      {...(activeOptionId === undefined ? {} : { 'aria-activedescendant': activeOptionId })}
    />
  )
}

function RightSection({ value, slashKey, onClear }: { value: string; slashKey: boolean; onClear: () => void }) {
  if (value === '') return slashKey ? <Kbd aria-hidden="true">/</Kbd> : null
  return (
    <ActionIcon aria-label={commonTexts.clearSearch} onClick={onClear} tabIndex={-1}>
      <Icon of={IconX} size={14} />
    </ActionIcon>
  )
}
