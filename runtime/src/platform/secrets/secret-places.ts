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
  /** Its title in the form. */
  readonly title: string
  /** Not empty when it is a text. */
  readonly value: unknown
  /** The action type and input: `external-web-call headers.*.value`. */
  readonly place: string
  /** True when this input is declared for secrets. */
  readonly takesSecrets: boolean
  /** The destination; null when the secret is sent nowhere. Several are separated by spaces. */
  readonly host: string | null
  /** False when variables of the URL determine the host. */
  readonly isHostFixed: boolean
  /** True when callers prove with it who they are, so it should be hard to guess: the form offers to generate it. */
  readonly opensFlow: boolean
  /** True when the form shows it, and so the action uses it. */
  readonly isUsed: boolean
}

/** Lists the secrets of a node in the order of its form. References count in any input. */
export function listSecrets(node: FlowNode, definition: NodeDefinition | undefined): readonly SecretPlace[] {
  const places: SecretPlace[] = []
  if (definition === undefined) return places
  walkInputs(definition.inputs, node.inputs, ({ kind, schema, path, value, secret, visible, inputs }) => {
    const isTyped = secret && kind === 'value' && typeof value === 'string' && value !== ''
    if (!isTyped && !isSecretReference(value)) return
    const fields = schema['x-secret-host']
    const hosts = (fields === undefined ? [] : [fields].flat()).map((field) => {
      const url = inputAt(inputs, parseInputPath(field))
      return secretHostOf(typeof url === 'string' ? url : '')
    })
    places.push({
      nodeId: node.id,
      path,
      title: titleOf(schema, path),
      value,
      place: `${node.type} ${path.map((part) => (typeof part === 'number' ? '*' : part)).join('.')}`,
      takesSecrets: schema['x-secret'] !== undefined,
      host: hosts.length === 0 ? null : hosts.map(({ text }) => text).join(' '),
      isHostFixed: hosts.every(({ isFixed }) => isFixed),
      opensFlow: schema['x-ui']?.generate === true,
      isUsed: visible,
    })
  })
  return places
}
