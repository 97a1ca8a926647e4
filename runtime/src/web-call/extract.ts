import type { StepWarning } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { type CompiledQuery, compileQuery } from '@patchbay/shared/queries'
import type { WebCallInputs } from './inputs.ts'

/** One response variable with its query, parsed once at deploy. */
export interface ResponseVariable {
  readonly name: string
  readonly text: string
  readonly query: CompiledQuery | undefined
  /** Why the query is invalid. Always undefined in a deployed flow. */
  readonly problem: string | undefined
}

export interface Extracted {
  readonly name: string
  readonly query: string
  readonly found: boolean
  readonly value: Json
  readonly warning?: string
}

export function prepareVariables(inputs: Pick<WebCallInputs, 'responseVariables'>): readonly ResponseVariable[] {
  return (inputs.responseVariables ?? []).map(({ name, query: text }) => {
    const compiled = compileQuery(text)
    return 'query' in compiled
      ? { name, text, query: compiled.query, problem: undefined }
      : { name, text, query: undefined, problem: compiled.problem }
  })
}

/** Reads the response variables from a reply. A missing value is empty and gets a warning. */
export function extractVariables(variables: readonly ResponseVariable[], tree: Json): readonly Extracted[] {
  return variables.map(({ name, text, query, problem }) => {
    if (query === undefined) return { name, query: text, found: false, value: null, warning: problem ?? '' }
    const { found, value, warning } = query.evaluate(tree)
    return { name, query: text, found, value, ...(warning === undefined ? {} : { warning }) }
  })
}

/** The response variables of a reply that holds no data. */
export function nothingIn(variables: readonly ResponseVariable[], warning: string): readonly Extracted[] {
  return variables.map(({ name, text }) => ({ name, query: text, found: false, value: null, warning }))
}

export function warningsOf(extracted: readonly Extracted[]): readonly StepWarning[] {
  return extracted.flatMap(({ name, warning }) =>
    warning === undefined ? [] : [{ code: 'QUERY_NO_MATCH', message: `$${name} is empty. ${warning}` }],
  )
}
