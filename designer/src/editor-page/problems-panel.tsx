import { ActionIcon, Button } from '@mantine/core'
import { applyFix, type FlowProblem, giveOwnId, nodeById } from '@patchbay/shared/flow'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleX, IconX } from '../ui/icons.ts'
import { inlineCode } from '../ui/inline-code.tsx'
import { editorTexts } from '../ui/texts/editor.ts'
import { Tile } from '../ui/tile.tsx'
import classes from './editor.module.css'
import { fieldTitle } from './field-title.ts'

const texts = editorTexts.problems
const selectProblems = (state: EditorState) => state.problems
const selectOpen = (state: EditorState) => state.problemsOpen

/** The list of problems, docked under the board: it stays open while they are repaired. */
export function ProblemsPanel() {
  const isOpen = useEditor(selectOpen)
  return isOpen ? <OpenPanel /> : null
}

function OpenPanel() {
  const { store } = useEditorServices()
  const problems = useEditor(selectProblems)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  return (
    <section className={classes.list} data-problems-list aria-label={texts.title}>
      <div className={classes.listHead}>
        <h2>{texts.title}</h2>
        {errors > 0 && (
          <Badge tone="bad" icon={IconCircleX}>
            {texts.errors(errors)}
          </Badge>
        )}
        {warnings > 0 && (
          <Badge tone="warn" icon={IconAlertTriangle}>
            {texts.warnings(warnings)}
          </Badge>
        )}
        <span className={`sub ${classes.wide}`}>{texts.meaning}</span>
        <span className="grow" />
        <ActionIcon aria-label={texts.close} onClick={() => store.getState().setProblemsOpen(false)}>
          <Icon of={IconX} />
        </ActionIcon>
      </div>
      {problems.length === 0 ? (
        <p className={classes.nothing}>{texts.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys.
        <ul className={classes.listBody} tabIndex={0} aria-label={texts.title}>
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two problems may say the same of one place.
            <ProblemRow key={index} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  )
}

function ProblemRow({ problem }: { readonly problem: FlowProblem }) {
  const { store, board } = useEditorServices()
  const isError = problem.severity === 'error'
  const show = () => {
    store.getState().showField(problem.nodeId ?? null, problem.path ?? (problem.nodeId === undefined ? 'name' : ''))
    if (problem.nodeId !== undefined) board.current?.reveal(problem.nodeId)
  }
  return (
    <li className={classes.problem}>
      <span className={`${classes.problemIcon} ${isError ? classes.errorIcon : classes.warningIcon}`}>
        <Icon of={isError ? IconCircleX : IconAlertTriangle} />
      </span>
      <div className="grow">
        <button type="button" className={classes.problemButton} onClick={show}>
          {inlineCode(problem.message)}
        </button>
        <ProblemPlace problem={problem} />
      </div>
      <span className={classes.problemAction}>
        <Repair problem={problem} />
      </span>
    </li>
  )
}

/** `#3 Forecast SMS, Message`. */
function ProblemPlace({ problem }: { readonly problem: FlowProblem }) {
  const node = useEditor(({ document }) =>
    problem.nodeId === undefined ? undefined : nodeById(document, problem.nodeId),
  )
  const definition = useEditor((state) => (node ? state.definitions.of(node) : undefined))
  if (!node) return <div className={classes.place}>{texts.flow}</div>
  const field = fieldTitle(problem.path, definition)
  return (
    <div className={classes.place}>
      <Tile of={definition} size="xs" />
      {`#${node.id} ${node.name}${field === null ? '' : `, ${field}`}`}
    </div>
  )
}

/** The button that repairs it, where there is one sensible repair. */
function Repair({ problem }: { readonly problem: FlowProblem }) {
  const { store, board } = useEditorServices()
  const { nodeId, path, fix, code } = problem
  if (fix) {
    return (
      <Button size="sm" onClick={() => store.getState().apply((flow) => applyFix(flow, problem))}>
        {fix.label}
      </Button>
    )
  }
  if (code === 'DUPLICATE_NODE_ID') {
    const giveId = () => {
      const id = store.getState().takeNodeIds()
      store.getState().apply((flow) => giveOwnId(flow, problem, id))
      board.current?.reveal(id)
    }
    return (
      <Button size="sm" onClick={giveId}>
        {texts.giveId}
      </Button>
    )
  }
  if (code !== 'EXIT_NOT_CONNECTED' || nodeId === undefined || !path?.startsWith('exits.')) return null
  const exit = path.slice('exits.'.length)
  const connectThere = () => {
    store.getState().selectNode(nodeId)
    board.current?.revealOne([nodeId])
    store.getState().openDialog({ kind: 'add-after', from: nodeId, exit })
  }
  return (
    <Button size="sm" variant="subtle" onClick={connectThere}>
      {texts.connect}
    </Button>
  )
}
