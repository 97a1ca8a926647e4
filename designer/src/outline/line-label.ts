import { summaryOf } from '@patchbay/shared/flow'
import { blockRunIn, problemMarkOf } from '../board/board-facts.ts'
import { summaryOptions } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { stepDuration } from '../ui/formats.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { ExitLink, OutlineRow } from './outline-rows.ts'

const texts = keyboardTexts.outline

/** Everything a line shows, in the words a screen reader says. */
export function lineLabel(row: OutlineRow, state: EditorState): string {
  if (row.kind === 'unreached') return texts.unreached
  const { node, definition } = row.block
  if (row.kind === 'exit') {
    const name = `${row.exit.label}`
    return [name, ...exitWords(row, state)].join(', ')
  }
  const mark = problemMarkOf(state.problems, node.id)
  return [
    `#${node.id} ${node.name}`,
    definition?.title ?? boardTexts.unknownType,
    settingWords(row, state),
    node.disabled === true ? texts.off : '',
    mark === null ? '' : boardTexts.marks[mark],
    runWords(state, node.id),
  ]
    .filter(Boolean)
    .join(', ')
}

/** Where the exit leads, as far as the lines below do not say it. */
export function exitWords(row: Extract<OutlineRow, { kind: 'exit' }>, state: EditorState): string[] {
  const words: string[] = row.exit.gone ? [texts.gone] : []
  if (row.link) words.push(linkWords(row.link, state))
  else if (!row.hasChildren) words.push(texts.open)
  return words
}

function linkWords({ nodeId, goesBack }: ExitLink, { document }: EditorState): string {
  const name = document.nodes.find(({ id }) => id === nodeId)?.name ?? ''
  return goesBack ? texts.goesBack(nodeId, name) : texts.joins(nodeId, name)
}

function settingWords(row: Extract<OutlineRow, { kind: 'action' }>, { addresses, catalog }: EditorState): string {
  const { node, definition } = row.block
  if (!definition) return ''
  const { problem, parts } = summaryOf(definition, node, summaryOptions(definition, addresses, catalog))
  return problem ?? parts.map(({ text }) => text).join(' ')
}

/** How the action fared in the run that is shown. */
export function runWords(state: EditorState, nodeId: number): string {
  const run = blockRunIn(state, nodeId)
  if (run === null) return ''
  if (run.status === 'away') return texts.away
  const took = run.durationMs === null ? '' : `, ${stepDuration(run.durationMs)}`
  const reason = run.error === null ? '' : `, ${run.error.message}`
  return `${boardTexts.runStates[run.status]}${took}${reason}`
}
