import { Select } from '@mantine/core'
import type { InputPath } from '@patchbay/shared/flow'
import type { UiHints } from '@patchbay/shared/nodes'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { useFieldOptions } from './use-field-options.ts'

interface OptionsCellProps {
  /** Name of the source of the choices. */
  readonly source: string
  readonly hints: UiHints
  readonly path: InputPath
  readonly chosen: string
  readonly label: string
  readonly hasError: boolean
}

/** A cell of a grid with one of the choices that a source on the server knows. */
export function OptionsCell({ source, hints, path, chosen, label, hasError }: OptionsCellProps) {
  const form = useForm()
  const { list, options, message, ...choices } = useFieldOptions(source, hints, chosen)
  return (
    <Select
      variant="unstyled"
      classNames={{ root: formClasses.cellSelect ?? '', input: formClasses.cellInput ?? '' }}
      aria-label={label}
      error={hasError}
      withErrorStyles={false}
      allowDeselect={false}
      searchable
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      data={options.map(({ value, label: shown }) => ({ value, label: shown }))}
      value={chosen === '' ? null : chosen}
      placeholder={inspectorTexts.options.choose}
      nothingFoundMessage={message}
      filter={({ options: all }) => all}
      scrollAreaProps={{ onBottomReached: () => void (list.hasNextPage && list.fetchNextPage()) }}
      onSearchChange={choices.type}
      onDropdownOpen={choices.open}
      onChange={(value, option) => {
        choices.pick(option)
        if (value !== null) form.set(path, value)
      }}
      onBlur={() => form.touch(path)}
    />
  )
}
