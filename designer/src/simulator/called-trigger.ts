import { type ExpectedInput, expectedInputsOf } from '@patchbay/shared/calls'
import { type FlowNode, inputAt, parseInputPath } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'

/** What the form of a test asks for: values of the caller's own words first, then those that every call may bring. */
export interface CalledTrigger {
  readonly inputs: readonly ExpectedInput[]
  readonly also: readonly { readonly name: string; readonly title: string; readonly sample: string }[]
}

/** What the form asks for that tests this trigger. */
export function calledTrigger(node: Pick<FlowNode, 'inputs'>, { testForm, sets }: NodeDefinition): CalledTrigger {
  if (testForm === undefined) return { inputs: [], also: [] }
  const inputs = expectedInputsOf(inputAt(node.inputs, parseInputPath(testForm.rows)))
  const asked = new Set(inputs.map(({ name }) => name))
  const others = sets.flatMap((rule) =>
    'name' in rule && testForm.also.includes(rule.name) && !asked.has(rule.name)
      ? [{ name: rule.name, title: rule.title, sample: rule.sample ?? '' }]
      : [],
  )
  return { inputs, also: others }
}
