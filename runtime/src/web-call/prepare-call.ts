import { type CompiledQuery, compileQuery } from '@patchbay/shared/queries'
import { prepareVariables, type ResponseVariable } from './extract.ts'
import type { WebCallInputs } from './inputs.ts'

/** The queries of a call, parsed once at deploy. */
export interface PreparedCall {
  readonly variables: readonly ResponseVariable[]
  /** Of paging: where the list is. Undefined: the reply itself, or the only list in it. */
  readonly items: CompiledQuery | undefined
  /** Of paging: where the next link or cursor is. */
  readonly next: CompiledQuery | undefined
}

export function prepareCall(inputs: Pick<WebCallInputs, 'responseVariables' | 'paging'>): PreparedCall {
  const { items, next } = inputs.paging ?? {}
  return { variables: prepareVariables(inputs), items: queryOf(items), next: queryOf(next) }
}

/** A query with a problem stops the deploy before. */
function queryOf(text = ''): CompiledQuery | undefined {
  const compiled = compileQuery(text)
  return 'query' in compiled ? compiled.query : undefined
}
