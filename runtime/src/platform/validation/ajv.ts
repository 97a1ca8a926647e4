import { inputKeywords } from '@patchbay/shared/nodes'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

/**
 * The one place that knows Ajv. Strict, so that a misspelt keyword in a schema stops the start; the keywords of
 * ours are annotations and decide nothing here. `first` stops at the first error: the size of what a client
 * sends must not decide how many errors are made. `every` serves small bodies and forms.
 */
function createAjv(allErrors: boolean): Ajv {
  const ajv = new Ajv({ strict: true, allErrors, verbose: true, allowUnionTypes: true, keywords: [...inputKeywords] })
  addFormats.default(ajv)
  return ajv
}

export const ajv = { first: createAjv(false), every: createAjv(true) } as const
