import {
  type FlowNode,
  type InputPath,
  inputAt,
  isSecretReference,
  parseInputPath,
  titleOf,
  walkInputs,
} from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { secretHostOf } from './secret-host.ts'

/** One secret of a node: typed as text, or a reference to a stored one. */
export interface SecretPlace {
  readonly nodeId: number
  readonly path: InputPath
  /** The words of the form for it. */
  readonly title: string
  /** Not empty when it is text. */
  readonly value: unknown
  /** Where it is sent to; null when it is sent nowhere. */
  readonly host: string | null
  /** Whether the form shows it, and so the action uses it. */
  readonly isUsed: boolean
}

/** The secrets of a node, in the order of its form. References count wherever they stand. */
export function listSecrets(node: FlowNode, definition: NodeDefinition | undefined): readonly SecretPlace[] {
  const places: SecretPlace[] = []
  if (definition === undefined) return places
  walkInputs(definition.inputs, node.inputs, ({ kind, schema, path, value, secret, visible, inputs }) => {
    const isTyped = secret && kind === 'value' && typeof value === 'string' && value !== ''
    if (!isTyped && !isSecretReference(value)) return
    const hostField = schema['x-secret-host']
    const url = hostField === undefined ? undefined : inputAt(inputs, parseInputPath(hostField))
    const host = hostField === undefined ? null : secretHostOf(typeof url === 'string' ? url : '')
    places.push({ nodeId: node.id, path, title: titleOf(schema, path), value, host, isUsed: visible })
  })
  return places
}
