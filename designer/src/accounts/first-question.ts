import type { AccountTypeResource } from '@patchbay/shared/api'
import { propertiesOf } from '@patchbay/shared/flow'
import { enumOf } from '../inspector/form/layout-form.ts'

interface FirstQuestion {
  readonly property: string
  readonly title: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
  /** The answer of whoever does not choose. */
  readonly usual: string
}

/** What is asked together with the type of an account, such as the provider; undefined where nothing is. */
export function firstQuestionOf({ askedFirst, properties }: AccountTypeResource): FirstQuestion | undefined {
  if (askedFirst === undefined) return undefined
  const { property } = askedFirst
  const field = new Map(propertiesOf(properties)).get(property)
  if (field === undefined) return undefined
  const labels = field['x-ui']?.optionLabels ?? {}
  const values = (enumOf(field) ?? []).map(String)
  return {
    property,
    title: field.title ?? property,
    options: values.map((value) => ({ value, label: labels[value] ?? value })),
    usual: 'default' in field ? String(field.default) : (values[0] ?? ''),
  }
}
