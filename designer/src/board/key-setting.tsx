import { listReferences } from '@patchbay/shared/expressions'
import { type FlowNode, type SummarySegment, summaryOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { summaryOptions } from '../editing/own-addresses.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { variableWords } from '../editing/variable-words.ts'
import { waitingText } from '../runs/waiting-text.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { useShownCodes } from '../ui/shown-codes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { blockClasses as classes } from './block-styles.ts'
import { blockRunIn } from './board-facts.ts'

interface KeySettingProps {
  readonly node: FlowNode
  readonly definition: NodeDefinition | null
}

const styleClasses = { text: undefined, mono: classes.verb, variable: classes.name } as const

/** The one line that says what an action is set to, or what is missing. */
export function KeySetting({ node, definition }: KeySettingProps) {
  const addresses = useEditor(selectAddresses)
  const catalog = useEditor(selectCatalog)
  const summary = useMemo(
    () => (definition ? summaryOf(definition, node, summaryOptions(definition, addresses, catalog)) : null),
    [definition, node, addresses, catalog],
  )
  const words = useVariableWords()
  const waits = useEditor((state) => waitIn(state, node.id))
  if (waits !== null) return <Line>{waits}</Line>
  if (summary === null) return <Line className={classes.keyProblem}>{boardTexts.unknownType}</Line>
  if (summary.problem !== undefined) return <Line className={classes.keyProblem}>{summary.problem}</Line>
  if (summary.parts.length === 0) return <Line className={classes.keyEmpty}>{boardTexts.nothingSet}</Line>
  return (
    <Line>
      {summary.parts.map(words).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no identity of their own.
        <span key={index} className={styleClasses[part.style]} title={part.title}>
          {part.text}
        </span>
      ))}
    </Line>
  )
}

/** Variables by what they hold, with the code as their title, unless codes are shown. */
function useVariableWords(): (part: SummarySegment) => {
  text: string
  style: SummarySegment['style']
  title?: string
} {
  const codes = useShownCodes()
  const { getState } = useEditorStore()
  return (part) => {
    const path = part.style === 'variable' && !codes ? plainPath(part.text) : null
    if (path === null) return part
    const { document, catalog } = getState()
    return { ...part, text: variableWords(path, document, catalog), title: part.text }
  }
}

/** The path of a text that is a variable and nothing else. */
function plainPath(text: string): readonly (string | number)[] | null {
  const [reference, ...others] = listReferences(text)
  return reference && others.length === 0 && /^\$?\{*[\s\w.[\]-]+\}*$/.test(text) ? reference.path : null
}

/** For what, and until when, the run on the board waits at an action. */
function waitIn(state: EditorState, nodeId: number): string | null {
  const run = state.shownRun?.run
  if (!run || blockRunIn(state, nodeId)?.status !== 'waiting') return null
  return waitingText(run, { timeZone: state.document.settings.timeZone })
}

const selectAddresses = (state: EditorState) => state.addresses
const selectCatalog = (state: EditorState) => state.catalog

function Line({
  className,
  children,
}: {
  readonly className?: string | undefined
  readonly children: React.ReactNode
}) {
  return <div className={joinClasses(classes.key, className)}>{children}</div>
}
