import type { Definitions, Flow, FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'

/** How a trigger is tested: by a phone, a form of its Expected Inputs, a request, or at once. */
export type TestKind = 'phone' | 'call' | 'request' | 'now'

export interface TestedTrigger {
  readonly kind: TestKind
  readonly node: FlowNode
  readonly definition: NodeDefinition
}

/** The triggers of a flow that can be tested. One phone stands for all that messages start; it comes first. */
export function testedTriggers(flow: Flow, definitions: Pick<Definitions, 'of'>): readonly TestedTrigger[] {
  const found = flow.nodes.flatMap((node): TestedTrigger[] => {
    const definition = definitions.of(node)
    const kind = node.disabled === true ? undefined : kindOf(definition)
    return definition == null || kind === undefined ? [] : [{ kind, node, definition }]
  })
  const phone = found.find(({ kind }) => kind === 'phone')
  return [...(phone === undefined ? [] : [phone]), ...found.filter(({ kind }) => kind !== 'phone')]
}

/** The panel that a trigger is tested in is made for it; a trigger that something else starts has none. */
function kindOf(definition: NodeDefinition | null | undefined): TestKind | undefined {
  const { testForm, listens } = definition ?? {}
  if (testForm !== undefined) return 'call'
  if (listens === undefined) return undefined
  if ('address' in listens) return 'phone'
  if ('path' in listens) return 'request'
  return 'schedule' in listens ? 'now' : undefined
}
