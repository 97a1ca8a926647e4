import { type FlowNode, summaryOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { useEditor } from '../editor/editor-context.tsx'
import type { EditorState } from '../editor/store/editor-state.ts'
import { phone } from '../ui/formats.ts'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './block.module.css'
import { joinClasses } from './join-classes.ts'

interface KeySettingProps {
  readonly node: FlowNode
  readonly definition: NodeDefinition | null
}

const styleClasses = { text: undefined, mono: classes.verb, variable: classes.name } as const

/** The one line that says what an action is set to, or what is missing. */
export function KeySetting({ node, definition }: KeySettingProps) {
  const numbers = useEditor(selectNumbers)
  const summary = useMemo(
    () => (definition ? summaryOf(definition, node, { numbers: numbers.map(phone) }) : null),
    [definition, node, numbers],
  )
  if (summary === null) return <Line className={classes.keyProblem}>{boardTexts.unknownType}</Line>
  if (summary.problem !== undefined) return <Line className={classes.keyProblem}>{summary.problem}</Line>
  if (summary.parts.length === 0) return <Line className={classes.keyEmpty}>{boardTexts.nothingSet}</Line>
  return (
    <Line>
      {summary.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no identity of their own.
        <span key={index} className={styleClasses[part.style]}>
          {part.text}
        </span>
      ))}
    </Line>
  )
}

const selectNumbers = (state: EditorState) => state.numbers

function Line({
  className,
  children,
}: {
  readonly className?: string | undefined
  readonly children: React.ReactNode
}) {
  return <div className={joinClasses(classes.key, className)}>{children}</div>
}
