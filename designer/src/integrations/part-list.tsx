import { ActionIcon } from '@mantine/core'
import type { JsonObject } from '@patchbay/shared/json'
import { type ReactNode, useState } from 'react'
import { AddButton } from '../ui/add-button.tsx'
import { FieldError } from '../ui/field-error.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconArrowUp, IconChevronDown, IconTrash } from '../ui/icons.ts'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { useManifestForm } from './form-context.tsx'
import classes from './manifest-form.module.css'
import type { PartProps } from './part-fields.tsx'

interface PartListProps {
  readonly parts: readonly JsonObject[]
  readonly at: string
  /** What people call an entry. */
  readonly titleOf: (part: JsonObject, row: number) => string
  /** Few words beside its title, such as its kind. */
  readonly factsOf: (part: JsonObject) => string
  readonly removeLabel: (title: string) => string
  readonly addLabel: string
  /** What a new entry begins with. */
  readonly empty: JsonObject
  readonly onChange: (parts: readonly JsonObject[]) => void
  readonly draw: (props: PartProps) => ReactNode
}

/** Entries of a manifest, each a line that unfolds. They can be added, moved up and removed. */
export function PartList(props: PartListProps) {
  const { parts, at, titleOf, factsOf, removeLabel, addLabel, empty, onChange, draw } = props
  const { errorOf } = useManifestForm()
  /** The entry that was added last: it is open. */
  const [added, setAdded] = useState(-1)
  const rows = parts.map((part, row) => ({ part, row, path: `${at}[${row}]`, title: titleOf(part, row + 1) }))
  return (
    <div className={classes.entries} data-path={at}>
      {rows.map(({ part, row, path, title }) => (
        <Entry key={path} path={path} title={title} facts={factsOf(part)} isNew={row === added}>
          {draw({ part, at: path, onChange: (changed) => onChange(parts.with(row, changed)) })}
          <div className={classes.entryTools}>
            {row > 0 && (
              <ActionIcon
                aria-label={integrationTexts.form.moveUp(title)}
                onClick={() => onChange(movedUp(parts, row))}
              >
                <Icon of={IconArrowUp} />
              </ActionIcon>
            )}
            <ActionIcon aria-label={removeLabel(title)} onClick={() => onChange(parts.toSpliced(row, 1))}>
              <Icon of={IconTrash} />
            </ActionIcon>
          </div>
        </Entry>
      ))}
      <FieldError text={errorOf(at)} />
      <AddButton
        label={addLabel}
        onClick={() => {
          setAdded(parts.length)
          onChange([...parts, empty])
        }}
      />
    </div>
  )
}

interface EntryProps {
  readonly path: string
  readonly title: string
  readonly facts: string
  readonly isNew: boolean
  readonly children: ReactNode
}

function Entry({ path, title, facts, isNew, children }: EntryProps) {
  const { hasErrorIn } = useManifestForm()
  const [isOpen, setOpen] = useState(isNew)
  const isWrong = hasErrorIn(path)
  return (
    <details
      className={classes.entry}
      data-wrong={isWrong || undefined}
      open={isOpen}
      onToggle={(event) => {
        // Entries within it tell when they unfold, too.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open)
      }}
    >
      <summary>
        <Icon of={IconChevronDown} size={14} />
        <b className="grow">{title}</b>
        <span className="sub">{isWrong ? integrationTexts.form.repair : facts}</span>
      </summary>
      <div className={classes.entryBody}>{children}</div>
    </details>
  )
}

function movedUp(parts: readonly JsonObject[], row: number): readonly JsonObject[] {
  const [above, moved] = parts.slice(row - 1, row + 1)
  return above === undefined || moved === undefined ? parts : parts.toSpliced(row - 1, 2, moved, above)
}
