import { Loader, Select } from '@mantine/core'
import { Link } from 'wouter'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { messageOf } from '../../ui/toasts.tsx'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { useFieldOptions } from './use-field-options.ts'
import { asText, type WidgetProps } from './widget-props.ts'

const texts = inspectorTexts.options

interface OptionsSelectProps extends WidgetProps {
  /** Name of the source of the choices. */
  readonly source: string
}

/** One of the choices that a source on the server knows: searched there, page by page, each time the list opens. */
export function OptionsSelect({ field, source }: OptionsSelectProps) {
  const form = useForm()
  const chosen = asText(field.value)
  const { keptAt, placeholder = texts.choose } = field.hints
  const { list, options, message, ...choices } = useFieldOptions(source, field.hints, chosen)
  const link = keptAt && (
    <Link href={keptAt.path} className="link">
      {keptAt.title}
    </Link>
  )
  return (
    <FieldFrame field={field} action={link}>
      {({ inputId, describedBy, hasError }) => (
        <>
          <Select
            id={inputId}
            searchable
            data={options.map(({ value, label }) => ({ value, label }))}
            value={chosen === '' ? null : chosen}
            placeholder={placeholder}
            nothingFoundMessage={message}
            filter={({ options: all }) => all}
            error={hasError}
            clearable={!field.required}
            aria-required={field.required}
            {...withDescription(describedBy)}
            {...(list.isFetching ? { rightSection: <Loader size={14} aria-label={texts.loading} /> } : {})}
            scrollAreaProps={{ onBottomReached: () => void (list.hasNextPage && list.fetchNextPage()) }}
            onSearchChange={choices.type}
            onDropdownOpen={choices.open}
            onChange={(value, option) => {
              choices.pick(option)
              form.set(field.path, value ?? '')
            }}
            onBlur={() => form.touch(field.path)}
          />
          {list.error && !list.isFetching && (
            <p className={formClasses.help} role="status">
              {messageOf(list.error)}{' '}
              <button type="button" className="link" onClick={() => void list.refetch()}>
                {texts.again}
              </button>
            </p>
          )}
        </>
      )}
    </FieldFrame>
  )
}
