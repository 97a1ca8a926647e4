import { inputKeywords } from '@patchbay/shared/nodes'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

/**
 * The only file that knows Ajv. Strict, so that a misspelt keyword in a schema stops the start. Our own keywords are
 * annotations and affect no validation. Only own properties count: a field may be called `constructor`. `first` stops at the
 * first error, so that the size of a client's body does not determine the number of errors. `every` is for small bodies and
 * forms.
 */
function createAjv(allErrors: boolean): Ajv {
  const ajv = new Ajv({
    strict: true,
    ownProperties: true,
    allErrors,
    verbose: true,
    allowUnionTypes: true,
    keywords: [...inputKeywords],
  })
  addFormats.default(ajv)
  return ajv
}

export const ajv = { first: createAjv(false), every: createAjv(true) } as const
