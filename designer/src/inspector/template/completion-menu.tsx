import { Kbd } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { keyNames } from '../../ui/texts/formats.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import classes from './template.module.css'

interface CompletionMenuProps {
  readonly id: string
  readonly label: string
  /** Name of the option that the keys have reached, which is kept in sight. */
  readonly activeName: string | null
  /** Said when there is no option; null when there is one. */
  readonly nothing: string | null
  readonly children: ReactNode
}

/** The list under a template field, with its keys. */
export function CompletionMenu({ id, label, activeName, nothing, children }: CompletionMenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (activeName !== null) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [activeName])
  return (
    <div className={classes.menu}>
      <div ref={list} id={id} role="listbox" aria-label={label} className={classes.options} tabIndex={0}>
        {children}
        {nothing !== null && (
          <div role="option" aria-selected={false} aria-disabled="true" tabIndex={-1} className={classes.nothing}>
            {nothing}
          </div>
        )}
      </div>
      <MenuFoot />
    </div>
  )
}

interface CompletionOptionProps {
  readonly listId: string
  /** Unique in its list. */
  readonly name: string
  readonly isActive: boolean
  readonly title: string
  readonly onPick: () => void
  readonly children: ReactNode
}

export function CompletionOption({ listId, name, isActive, title, onPick, children }: CompletionOptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and moves the choice by keys.
    <div
      id={optionId(listId, name)}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      title={title}
      className={classes.option}
      // The field must keep the focus, or the list would close before the click.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {children}
    </div>
  )
}

function MenuFoot() {
  return (
    <div className={classes.foot} aria-hidden="true">
      <span>
        <Kbd>{keyNames.ArrowUp}</Kbd> <Kbd>{keyNames.ArrowDown}</Kbd> {inspectorTexts.keys.choose}
      </span>
      <span>
        <Kbd>{keyNames.Enter}</Kbd> {inspectorTexts.keys.insert}
      </span>
      <span>
        <Kbd>{keyNames.Escape}</Kbd> {inspectorTexts.keys.close}
      </span>
    </div>
  )
}

/** The DOM id of an option, for `aria-activedescendant`. */
export function optionId(listId: string, name: string): string {
  return `${listId}-${name.replaceAll(/[^\w.-]/g, '_')}`
}
