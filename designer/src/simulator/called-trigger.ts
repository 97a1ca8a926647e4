import { type ExpectedInput, expectedInputsOf } from '@patchbay/shared/calls'
import { type Definitions, type Flow, inputAt, listenedChannels, parseInputPath } from '@patchbay/shared/flow'

/** What the form of a test asks for: values of the caller's own words first, then those that every call may bring. */
export interface CalledTrigger {
  readonly inputs: readonly ExpectedInput[]
  readonly also: readonly { readonly name: string; readonly title: string; readonly sample: string }[]
}

/** Whether the flow is tested by a call: it has a trigger for that, and none that people write to. */
export function isTestedByCall(flow: Flow, definitions: Pick<Definitions, 'of'>): boolean {
  return testFormOf(flow, definitions) !== null && listenedChannels(flow, (node) => definitions.of(node)).length === 0
}

/** The trigger of the flow that is tested by a form; null when it has none. */
export function calledTrigger(flow: Flow, definitions: Pick<Definitions, 'of'>): CalledTrigger | null {
  const found = testFormOf(flow, definitions)
  if (found === null) return null
  const { node, definition, testForm } = found
  const inputs = expectedInputsOf(inputAt(node.inputs, parseInputPath(testForm.rows)))
  const asked = new Set(inputs.map(({ name }) => name))
  const others = definition.sets.flatMap((rule) =>
    'name' in rule && testForm.also.includes(rule.name) && !asked.has(rule.name)
      ? [{ name: rule.name, title: rule.title, sample: rule.sample ?? '' }]
      : [],
  )
  return { inputs, also: others }
}

/** The first trigger that has a form of a test and is not switched off. */
function testFormOf({ nodes }: Flow, definitions: Pick<Definitions, 'of'>) {
  for (const node of nodes) {
    const definition = definitions.of(node)
    if (definition?.testForm !== undefined && node.disabled !== true) {
      return { node, definition, testForm: definition.testForm }
    }
  }
  return null
}
