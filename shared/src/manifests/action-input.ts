import type { ManifestInputType } from '../api/manifest-facts.ts'
import type { UiHints } from '../nodes/index.ts'
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
  return {
    ...common,
    type: 'string',
    maxLength: 100_000,
    'x-ui': { ...control(type, format), emptyMessage },
    'x-template': { place: 'text' },
  }
}

function control(type: ManifestInputType, format: string): UiHints {
  if (type === 'select') {
    const choices = selectChoices(format).map((label) => ({ value: literalTemplate(label), label }))
    return { widget: 'select', choices }
  }
  const placeholder = placeholders[type]
  const widget = type === 'textarea' ? 'long-template' : 'template'
  return { widget, ...(placeholder === undefined ? {} : { placeholder }) }
}

/** A template that stands for the text itself. */
function literalTemplate(text: string): string {
  return text.replaceAll('$', '$$$$').replaceAll('{{', '\\{{')
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
