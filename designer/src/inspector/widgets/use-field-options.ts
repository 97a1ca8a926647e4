import type { UiHints } from '@patchbay/shared/nodes'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { messageOf } from '../../ui/toasts.tsx'
import { useForm } from '../form/form-context.tsx'
import { optionInputs } from './option-inputs.ts'
import { useOptions } from './use-options.ts'

const texts = inspectorTexts.options

/** The choices of a field of this form from a source, and what stands in their place while there are none. */
export function useFieldOptions(source: string, hints: UiHints, chosen: string) {
  const form = useForm()
  const { keptAt } = hints
  const choices = useOptions({ source, inputs: optionInputs(form.inputs, hints), chosen, gone: keptAt?.gone })
  const { list, search } = choices
  const none = search === '' ? (keptAt?.none ?? texts.none) : texts.none
  return { ...choices, message: list.isFetching ? texts.loading : list.error ? messageOf(list.error) : none }
}
