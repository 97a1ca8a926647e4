import { nodeById } from '../graph.ts'
import { inputAt, parseInputPath } from '../input-path.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'
import { setFlowDetails } from './details.ts'
import { setInput } from './nodes.ts'

/** Carries out the repair a problem offers; the same flow when it offers none or the text has changed since. */
export function applyFix(flow: Flow, { fix, nodeId, path }: FlowProblem): Flow {
  if (fix === undefined || path === undefined) return flow
  if (nodeId === undefined) return fixSetting(flow, path, fix)
  if (!path.startsWith('inputs.')) return flow
  const inputPath = parseInputPath(path.slice('inputs.'.length))
  const value = inputAt(nodeById(flow, nodeId)?.inputs, inputPath)
  if (typeof value !== 'string') return flow
  return setInput(flow, nodeId, inputPath, replaceToken(value, fix.find, fix.replacement))
}

function fixSetting(flow: Flow, path: string, { find, replacement }: NonNullable<FlowProblem['fix']>): Flow {
  if (path !== 'settings.timeZone' || flow.settings.timeZone !== find) return flow
  return setFlowDetails(flow, { settings: { timeZone: replacement } })
}

/** Replaces whole tokens only: `$temp` is not touched inside `$temperature` or `$$temp`. */
function replaceToken(text: string, find: string, replacement: string): string {
  if (text === find) return replacement
  const token = find.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return text.replace(new RegExp(`(?<!\\$)${token}${/\w$/.test(find) ? '(?!\\w)' : ''}`, 'g'), () => replacement)
}
