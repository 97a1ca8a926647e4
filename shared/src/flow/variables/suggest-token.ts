import type { Reference } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { suggestPath } from '../checks/suggest-path.ts'
import type { Flow } from '../schema.ts'
import { analyseVariables } from './analysis.ts'
import { statusIn } from './available-variables.ts'
import { rewriteReference } from './rewrite-reference.ts'

/** What was probably meant by a token that nothing before the action sets, written as it was; else null. */
export function suggestToken(flow: Flow, catalog: Catalog, nodeId: number, reference: Reference): string | null {
  const analysis = analyseVariables(flow, catalog)
  const status = statusIn(analysis, nodeId, reference.path)
  if (reference.isRelative || (status !== 'unknown' && status !== 'unset')) return null
  const path = suggestPath(analysis, nodeId, reference.path)
  return path === null ? null : rewriteReference(reference, path)
}
