import type { FieldError } from '@patchbay/shared/errors'
import {
  type Flow,
  type FlowNode,
  type FlowProblem,
  formatInputPath,
  type InputPath,
  isSecretReference,
  setAt,
  titleOf,
  walkInputs,
  withDefaults,
} from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { ActionModule } from '../kit/node.ts'
import type { TriggerModule } from '../kit/trigger.ts'
import { createCheck } from '../platform/validation/check.ts'
import { withLabel } from '../platform/validation/field-error.ts'

/**
 * What the JSON Schema of each action says about its inputs, in the words of its form. Ignores values that the form
 * does not show, such as the password of another kind of authentication.
 */
export function inputProblems(flow: Flow, registry: NodeRegistry): FlowProblem[] {
  return flow.nodes.flatMap((node) => {
    const module = registry.of(node)
    return module === undefined || node.disabled === true ? [] : problemsOf(node, module)
  })
}

function problemsOf(node: FlowNode, module: ActionModule | TriggerModule): FlowProblem[] {
  return inputErrors(node.inputs, module).map((error) => ({
    severity: 'error',
    nodeId: node.id,
    code: 'INPUT_INVALID',
    ...error,
  }))
}

/** The same for the inputs of one action, in any flow. Paths begin with `inputs`. */
export function inputErrors(
  given: Readonly<Record<string, unknown>>,
  module: ActionModule | TriggerModule,
): readonly FieldError[] {
  const { definition } = module
  const { inputs, titles, hidden } = readForm(definition, given)
  const checked = createCheck(definition.inputs)(inputs)
  const errors = checked.ok ? (module.problems?.(checked.value) ?? []) : checked.errors
  return errors
    .filter(({ path }) => !hidden.some((place) => path === place || path.startsWith(`${place}.`)))
    .map(({ path, message }) => ({
      path: path === '' ? 'inputs' : `inputs.${path}`,
      message: withLabel(titles.get(path) ?? (path === '' ? 'The inputs' : path), message),
    }))
}

/** The inputs as they will run: with defaults, and with a text in the place of each sealed secret. */
function readForm(definition: NodeDefinition, given: Readonly<Record<string, unknown>>) {
  const titles = new Map<string, string>()
  const hidden: string[] = []
  const sealed: InputPath[] = []
  walkInputs(definition.inputs, given, (input) => {
    const path = formatInputPath(input.path)
    titles.set(path, titleOf(input.schema, input.path))
    if (!input.visible) hidden.push(path)
    if (input.secret && isSecretReference(input.value)) sealed.push(input.path)
  })
  const complete: unknown = withDefaults(definition.inputs, given)
  return { titles, hidden, inputs: sealed.reduce((inputs, path) => setAt(inputs, path, 'sealed'), complete) }
}
