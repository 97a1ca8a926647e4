import { listReferences } from '@patchbay/shared/expressions'
import { type FlowNode, walkInputs } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { pathText } from '@patchbay/shared/queries'
import type { FieldVariable } from '../inspector/template/field-variables.ts'

export interface NeededSample {
  /** What the inputs call it, such as `EXTCALL_2.statusCode`. */
  readonly name: string
  /** What it held in the last test, else its sample. */
  readonly proposal: string
}

/** Groups the server fills by itself. */
const knownToServer: ReadonlySet<string> = new Set(['DateTime'])

/** The variables that the visible inputs of an action use, in order of appearance. */
export function neededSamples(
  node: FlowNode,
  definition: NodeDefinition,
  variables: readonly FieldVariable[],
): NeededSample[] {
  const names = new Map<string, NeededSample>()
  walkInputs(definition.inputs, node.inputs, ({ value, visible, schema }) => {
    if (!visible || !schema['x-template'] || typeof value !== 'string') return
    for (const { path, name, isRelative } of listReferences(value)) {
      if (isRelative || knownToServer.has(name)) continue
      const text = pathText(path)
      if (!names.has(text)) names.set(text, { name: text, proposal: proposalFor(text, variables) })
    }
  })
  return [...names.values()]
}

/** What was typed last, else what the variables are known to hold. */
export function samplesFor(
  needed: readonly NeededSample[],
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const known = new Map(Object.entries(typed))
  return Object.fromEntries(needed.map(({ name, proposal }) => [name, known.get(name) ?? proposal]))
}

function proposalFor(name: string, variables: readonly FieldVariable[]): string {
  return variables.find((variable) => variable.path.join('.') === name)?.shownSample ?? ''
}
