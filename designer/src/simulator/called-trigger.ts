import { type ExpectedInput, expectedInputsOf } from '@patchbay/shared/calls'
import { type Definitions, type Flow, inputAt, listenedChannels, parseInputPath } from '@patchbay/shared/flow'

/** What the form of a test asks for: values of the caller's own words first, then those that every call may bring. */
export interface CalledTrigger {
  readonly inputs: readonly ExpectedInput[]
  readonly also: readonly { readonly name: string; readonly title: string; readonly sample: string }[]
}

/** Whether the flow is tested by a call: it has a trigger for that, and none that people write to. */
export function isTestedByCall(flow: Flow, definitions: Definitions): boolean {
  const isWrittenTo = listenedChannels(flow, (node) => definitions.of(node)).length > 0
  return !isWrittenTo && calledTrigger(flow, definitions) !== null
}

/** The trigger of the flow that is tested by a form; null when it has none. */
export function calledTrigger({ nodes }: Flow, definitions: Definitions): CalledTrigger | null {
  for (const node of nodes) {
    const definition = definitions.of(node)
    if (definition?.testForm === undefined || node.disabled === true) continue
    const { rows, also } = definition.testForm
    const inputs = expectedInputsOf(inputAt(node.inputs, parseInputPath(rows)))
    const asked = new Set(inputs.map(({ name }) => name))
    const others = definition.sets.flatMap((rule) =>
      'name' in rule && also.includes(rule.name) && !asked.has(rule.name)
        ? [{ name: rule.name, title: rule.title, sample: rule.sample ?? '' }]
        : [],
    )
    return { inputs, also: others }
  }
  return null
}
