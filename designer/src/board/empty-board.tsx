import type { NodeDefinition } from '@patchbay/shared/nodes'
import { addAction } from '../editing/add-action.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import { Tile } from '../ui/tile.tsx'
import classes from './board.module.css'

const selectCatalog = (state: EditorState) => state.catalog

/** What an empty board asks: which trigger starts the flow. */
export function EmptyBoard() {
  const { store, board } = useEditorServices()
  const catalog = useEditor(selectCatalog)
  const triggers = catalog.nodes.filter((definition) => definition.kind === 'trigger')
  const start = (definition: NodeDefinition) => {
    const id = addAction(store, definition)
    board.current?.reveal(id)
    board.current?.focusBlock(id)
  }
  return (
    <div className={classes.empty}>
      <Path />
      <h2>{boardTexts.empty.title}</h2>
      <p>{boardTexts.empty.text}</p>
      <div className={classes.starts}>
        {triggers.map((definition) => (
          <StartCard key={definition.id} definition={definition} onStart={() => start(definition)} />
        ))}
      </div>
      <div className={classes.or}>
        {boardTexts.empty.or}
        <button type="button" className="link" onClick={() => store.getState().openDialog({ kind: 'templates' })}>
          {boardTexts.empty.template}
        </button>
      </div>
    </div>
  )
}

function StartCard({ definition, onStart }: { readonly definition: NodeDefinition; readonly onStart: () => void }) {
  const { start } = definition
  return (
    <button type="button" className={classes.start} onClick={onStart}>
      <Tile of={definition} size="l" />
      <span>
        <b>{start?.title ?? definition.title}</b>
        <span className={classes.startText}>
          {start ? `${definition.title}. ${start.text}` : definition.description}
        </span>
      </span>
    </button>
  )
}

const stepLefts = [0, 204, 408] as const

/** Decoration: the three questions every flow answers. */
function Path() {
  return (
    <div className={classes.path} aria-hidden="true">
      <svg aria-hidden="true">
        <path className={classes.wire} d="M158,45 H198 M362,45 H402" />
        <circle cx="152" cy="45" r="5" className={classes.pathJack} data-now />
        <circle cx="356" cy="45" r="5" className={classes.pathJack} />
        <rect x="200" y="37" width="7" height="16" rx="3" className={classes.pathSocket} />
        <rect x="404" y="37" width="7" height="16" rx="3" className={classes.pathSocket} />
      </svg>
      {boardTexts.empty.path.map(({ title, text }, index) => (
        <div
          key={title}
          className={joinClasses(classes.pathStep, index === 0 && classes.pathNow)}
          style={{ left: stepLefts[index] }}
        >
          {title}
          <span>{text}</span>
        </div>
      ))}
    </div>
  )
}
