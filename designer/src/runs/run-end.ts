import type { RunResource } from '@patchbay/shared/api'
import { exitsOf, type Flow, isFailureExit } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { runTexts } from '../ui/texts/runs.ts'
import { nodeName } from './run-note.ts'
import { waitingText } from './waiting-text.ts'

interface RunEndSources {
  /** The version that ran; undefined when it is gone. */
  readonly document: Flow | undefined
  readonly definitions: ReadonlyMap<string, NodeDefinition>
}

/** The sentence under the last step: where and why the run is no longer, or still, under way. */
export function runEnd(run: RunResource, { document, definitions }: RunEndSources): string {
  const waits = waitingText(run)
  if (waits !== null) return `${waits}.`
  if (run.status === 'running') return underWay(run, document)
  if (run.status === 'cancelled') return runTexts.cancelledHere
  const last = run.steps.at(-1)
  if (last?.exit == null || document === undefined || isConnected(document, last.nodeId, last.exit)) {
    return run.error === null ? runTexts.ended : runTexts.failedHere(run.error.message)
  }
  if (run.status === 'failed' && isFailureExit(last.exit)) return runTexts.failedUnconnected(nodeName(last))
  if (run.error !== null) return runTexts.failedHere(run.error.message)
  return runTexts.endedHere(exitLabel(definitions.get(last.type), last.inputs, last.exit), nodeName(last))
}

/** The action that the last step led to is the one at work. */
function underWay(run: RunResource, document: Flow | undefined): string {
  const last = run.steps.at(-1)
  const wire = document?.connections.find(({ from, exit }) => from === last?.nodeId && exit === last.exit)
  const node = document?.nodes.find(({ id }) => id === wire?.to)
  return node === undefined ? runTexts.stillOpen : runTexts.underWay(nodeName({ nodeId: node.id, name: node.name }))
}

/** The exit's words: `On Success`. */
export function exitLabel(
  definition: NodeDefinition | undefined,
  inputs: Readonly<Record<string, unknown>>,
  exit: string,
): string {
  if (definition === undefined) return exit
  return exitsOf(definition, inputs).find(({ id }) => id === exit)?.label ?? exit
}

function isConnected(document: Flow, nodeId: number, exit: string): boolean {
  return document.connections.some((connection) => connection.from === nodeId && connection.exit === exit)
}
