import { ActionIcon, Tooltip } from '@mantine/core'
import { exitsOf, type FlowNode } from '@patchbay/shared/flow'
import { ViewportPortal } from '@xyflow/react'
import { blockHeight } from '../editing/blocks/geometry.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { compareTexts as texts } from '../ui/texts/run-view.ts'
import { Tile } from '../ui/tile.tsx'
import boardClasses from './board.module.css'
import { type BoardChanges, boardChangesIn } from './board-changes.ts'
import classes from './run-view.module.css'

const selectCompared = (state: EditorState) => state.compared

/** What the draft changes against what is live, on the board: ghosts of removed blocks and a bar that counts. */
export function CompareView() {
  const changes = useEditor(boardChangesIn)
  if (changes === null) return null
  return (
    <>
      <ViewportPortal>
        {changes.removed.map((node) => (
          <Ghost key={node.id} node={node} />
        ))}
      </ViewportPortal>
      <CompareBar changes={changes} />
    </>
  )
}

/** A block that is no longer there, where it stood. */
function Ghost({ node }: { readonly node: FlowNode }) {
  const definition = useEditor((state) => state.definitions.of(node))
  const height = blockHeight(definition ? exitsOf(definition, node.inputs).length : 1)
  const place = { transform: `translate(${node.position.x}px, ${node.position.y}px)`, height }
  return (
    <div role="img" className={classes.ghost} style={place} aria-label={texts.ghost(node.id, node.name)}>
      <span className={classes.tag} data-kind="removed">
        {texts.tags.removed}
      </span>
      <Tile of={definition} mute />
      <span>
        <s>{node.name}</s>
        <span className="sub">
          #{node.id} {definition?.title ?? node.type}
        </span>
      </span>
    </div>
  )
}

function CompareBar({ changes }: { readonly changes: BoardChanges }) {
  const store = useEditorStore()
  const compared = useEditor(selectCompared)
  if (compared === null) return null
  const kinds = [...changes.blocks.values()].map(({ kind }) => kind)
  const counts = [
    ['added', kinds.filter((kind) => kind === 'added').length],
    ['changed', kinds.filter((kind) => kind === 'changed').length],
    ['removed', changes.removed.length],
  ] as const
  return (
    <section className={`${boardClasses.float} ${boardClasses.runBar}`} aria-label={texts.bar}>
      <b>{texts.title(compared.version)}</b>
      {counts.map(
        ([kind, count]) =>
          count > 0 && (
            <span key={kind} className={`${classes.count} num`} data-kind={kind}>
              {texts[kind](count)}
            </span>
          ),
      )}
      <Tooltip label={texts.leave}>
        <ActionIcon aria-label={texts.leave} onClick={() => store.getState().leaveComparison()}>
          <Icon of={IconX} />
        </ActionIcon>
      </Tooltip>
    </section>
  )
}

/** Over a block that came or changed since the version compared with. */
export function ChangeMark({ nodeId }: { readonly nodeId: number }) {
  const change = useEditor((state) => boardChangesIn(state)?.blocks.get(nodeId))
  if (change === undefined) return null
  return (
    <span className={classes.change} data-kind={change.kind}>
      <span className={classes.tag} data-kind={change.kind} title={change.sentences.join('\n')}>
        {texts.tags[change.kind]}
      </span>
    </span>
  )
}
