import type { ManifestInputType } from '../api/manifest-facts.ts'
import type { FormProperty } from './form-property.ts'
import { contactFieldOf, replacePlaceholders, selectChoices } from './read-default.ts'

/** An input of an action as far as its block needs it. */
export interface FormInput {
  readonly name: string
  readonly mandatory: boolean
  readonly type: ManifestInputType
  readonly format?: string
}

/** What the block of an action asks for one of its inputs. */
export function actionInput(input: FormInput): FormProperty {
  const { type, name, mandatory, format = '' } = input
  const begun = actionInputDefault(input)
  const common = {
    title: name,
    ...(mandatory ? ({ 'x-required': true } as const) : {}),
    ...(begun === undefined ? {} : { default: begun }),
  }
  const emptyMessage = `${name} is empty`
  if (type === 'select') {
    return { ...common, enum: selectChoices(format), 'x-ui': { widget: 'select', emptyMessage } }
  }
  const widget = type === 'textarea' ? 'long-template' : 'template'
  const placeholder = placeholders[type]
  return {
    ...common,
    type: 'string',
    maxLength: 100_000,
    'x-ui': { widget, emptyMessage, ...(placeholder === undefined ? {} : { placeholder }) },
    'x-template': { place: 'text' },
  }
}

/**
 * What a new block has in the input: the default of the manifest as our template. Contact fields become variables,
 * everything else stands for itself.
 */
export function actionInputDefault({ type, format }: Pick<FormInput, 'type' | 'format'>): string | undefined {
  if (type === 'select' || format === undefined) return undefined
  const literal = format.replaceAll('$', '$$$$')
  return replacePlaceholders(literal, (name) => {
    const field = contactFieldOf(name)
    return field === undefined ? '' : `\${contact.${field}}`
  }).replaceAll('{{', '\\{{')
}

/** The title of a block. The `display` of an action goes on a sentence, so it begins with a small letter. */
export function actionTitle(display: string): string {
  return `${display.charAt(0).toUpperCase()}${display.slice(1)}`
}

const placeholders: Readonly<Partial<Record<ManifestInputType, string>>> = {
  number: '42',
  tel: '+13055550119',
  url: 'https://',
  datetime: '2026-03-02T08:00:00Z',
}
