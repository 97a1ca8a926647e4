import { functions } from '@patchbay/shared/expressions'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { variableTexts } from '../../ui/texts/variables.ts'
import { CompletionMenu, CompletionOption } from './completion-menu.tsx'
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
  return (
    <CompletionMenu
      id={id}
      label={variableTexts.functions}
      activeName={activeName}
      nothing={options.length === 0 ? variableTexts.noFunction : null}
    >
      {options.map((option) => (
        <CompletionOption
          key={option.name}
          listId={id}
          name={option.name}
          isActive={option.name === activeName}
          title={option.title}
          onPick={() => onPick(option)}
        >
          <code translate="no">{option.usage}</code>
          <span className={classes.sample}>{exampleText(option.example)}</span>
        </CompletionOption>
      ))}
    </CompletionMenu>
  )
}

function exampleText([input, result]: FunctionOption['example']): string {
  return `${valueText(input)} → ${valueText(result)}`
}

function valueText(value: Json): string {
  return typeof value === 'string' && value !== '' ? value : stringifyJson(value)
}
