import { functions } from '@patchbay/shared/expressions'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { useEffect, useRef } from 'react'
import { variableTexts } from '../../ui/texts/variables.ts'
import { MenuFoot, optionId } from './menu-foot.tsx'
import classes from './template.module.css'

/** A function as the list offers it. */
export type FunctionOption = (typeof functions)[number]

/** Functions whose name begins with what was typed, then those that do something of that name. */
export function matchingFunctions(typed: string): readonly FunctionOption[] {
  const wanted = typed.toLowerCase()
  const begin = functions.filter(({ name }) => name.startsWith(wanted))
  return wanted === ''
    ? functions
    : [...begin, ...functions.filter((one) => !begin.includes(one) && speaksOf(one, wanted))]
}

function speaksOf({ name, title }: FunctionOption, wanted: string): boolean {
  return name.includes(wanted) || title.toLowerCase().includes(wanted)
}

interface FunctionMenuProps {
  readonly id: string
  readonly options: readonly FunctionOption[]
  readonly activeName: string | null
  readonly onPick: (option: FunctionOption) => void
}

/** The completion behind a `|`: what each function does, with an example. */
export function FunctionMenu({ id, options, activeName, onPick }: FunctionMenuProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (activeName !== null) list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [activeName])
  return (
    <div className={classes.menu}>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={variableTexts.functions}
        className={classes.options}
        tabIndex={0}
      >
        {options.map((option) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and moves the choice by keys.
          <div
            key={option.name}
            id={optionId(id, option.name)}
            role="option"
            tabIndex={-1}
            aria-selected={option.name === activeName}
            title={option.title}
            className={classes.option}
            // The field must keep the focus, or the list would close before the click.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(option)}
          >
            <code translate="no">{option.usage}</code>
            <span className={classes.sample}>{exampleText(option.example)}</span>
          </div>
        ))}
        {options.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled="true" tabIndex={-1} className={classes.nothing}>
            {variableTexts.noFunction}
          </div>
        )}
      </div>
      <MenuFoot />
    </div>
  )
}

function exampleText([input, result]: FunctionOption['example']): string {
  return `${valueText(input)} → ${valueText(result)}`
}

function valueText(value: Json): string {
  return typeof value === 'string' && value !== '' ? value : stringifyJson(value)
}
