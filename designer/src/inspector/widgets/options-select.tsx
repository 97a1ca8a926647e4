import { Loader, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { inputAt, parseInputPath } from '@patchbay/shared/flow'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/queries.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { messageOf } from '../../ui/toasts.tsx'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

const texts = inspectorTexts.options

interface OptionsSelectProps extends WidgetProps {
  /** Name of the source of the choices. */
  readonly source: string
}

/** One of the choices that a source on the server knows: searched there, page by page, each time the list opens. */
export function OptionsSelect({ field, source }: OptionsSelectProps) {
  const form = useForm()
  const [isOpen, setIsOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const chosen = asText(field.value)
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({})
  // Mantine writes the label of the chosen option into the search field: that is no search.
  const [search] = useDebouncedValue(typed === (labels[chosen] ?? chosen) ? '' : typed, 250)
  const inputs = Object.fromEntries(
    (field.hints.dependsOn ?? []).map((name) => [name, inputAt(form.inputs, parseInputPath(name))]),
  )
  const asked = { source, search, inputs: JSON.stringify(inputs) }
  const list = useInfiniteQuery({ ...queries.options(asked), enabled: isOpen || chosen !== '' })
  const found = list.data?.pages.flatMap(({ items }) => items) ?? []
  // What is no longer offered, or stands on a page that was not read yet, stays visible.
  const isKnown = chosen === '' || found.some(({ value }) => value === chosen)
  const options = [...(isKnown ? [] : [{ value: chosen, label: labels[chosen] ?? chosen }]), ...found]
  const message = list.isFetching ? texts.loading : list.error ? messageOf(list.error) : texts.none
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy, hasError }) => (
        <>
          <Select
            id={inputId}
            searchable
            data={options.map(({ value, label }) => ({ value, label }))}
            value={chosen === '' ? null : chosen}
            placeholder={field.hints.placeholder ?? texts.choose}
            nothingFoundMessage={message}
            filter={({ options: all }) => all}
            error={hasError}
            clearable={!field.required}
            aria-required={field.required}
            aria-describedby={describedBy}
            {...(list.isFetching ? { rightSection: <Loader size={14} aria-label={texts.loading} /> } : {})}
            scrollAreaProps={{ onBottomReached: () => void (list.hasNextPage && list.fetchNextPage()) }}
            onSearchChange={setTyped}
            onDropdownOpen={() => setIsOpen(true)}
            onChange={(value, option) => {
              if (value !== null && option !== null) setLabels({ ...labels, [value]: option.label })
              form.set(field.path, value ?? '')
            }}
            onBlur={() => form.touch(field.path)}
          />
          {list.error && !list.isFetching && (
            <p className={formClasses.help} role="status">
              {messageOf(list.error)}{' '}
              <button type="button" className={formClasses.link} onClick={() => void list.refetch()}>
                {texts.again}
              </button>
            </p>
          )}
        </>
      )}
    </FieldFrame>
  )
}
