import { Select } from '@mantine/core'
import { Link } from 'wouter'
import { useAccounts } from '../../api/queries.ts'
import { accountsTexts } from '../../ui/texts/accounts.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

const texts = accountsTexts.picker

/** One of the accounts of the type that the action needs. */
export function AccountWidget({ field }: WidgetProps) {
  const form = useForm()
  const accounts = useAccounts()
  const { accountType } = field.hints
  const fitting = (accounts.data ?? []).filter(({ type }) => accountType === undefined || type === accountType)
  const chosen = asText(field.value)
  const isGone = accounts.data !== undefined && chosen !== '' && !fitting.some(({ id }) => id === chosen)
  const options = [
    ...fitting.map(({ id, name }) => ({ value: id, label: name })),
    ...(isGone ? [{ value: chosen, label: texts.gone }] : []),
  ]
  return (
    <FieldFrame
      field={field}
      action={
        <Link href="/accounts" className={formClasses.link ?? ''}>
          {texts.manage}
        </Link>
      }
    >
      {({ inputId, describedBy, hasError }) => (
        <Select
          id={inputId}
          data={options}
          value={chosen === '' ? null : chosen}
          placeholder={texts.choose}
          nothingFoundMessage={texts.none}
          error={hasError}
          aria-required={field.required}
          aria-describedby={describedBy}
          onChange={(value) => form.set(field.path, value ?? '')}
          onBlur={() => form.touch(field.path)}
        />
      )}
    </FieldFrame>
  )
}
