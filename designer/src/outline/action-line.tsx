import { BlockMark } from '../board/block-mark.tsx'
import { blockRunIn, problemMarkOf } from '../board/board-facts.ts'
import { KeySetting } from '../board/key-setting.tsx'
import type { BlockData } from '../editing/blocks/block-data.ts'
import { useEditor } from '../editing/editor-context.tsx'
import { joinClasses } from '../ui/join-classes.ts'
import { Tile } from '../ui/tile.tsx'
import { runWords } from './line-label.ts'
import classes from './outline.module.css'

/** An action as its block shows it, on one line. */
export function ActionLine({ block: { node, definition } }: { readonly block: BlockData }) {
  const mark = useEditor((state) => problemMarkOf(state.problems, node.id))
  const run = useEditor((state) => blockRunIn(state, node.id))
  const words = useEditor((state) => runWords(state, node.id))
  const isAway = run?.status === 'away'
  return (
    <>
      <Tile of={definition} size="s" mute={node.disabled === true || isAway} />
      <b className={joinClasses(classes.name, node.disabled && classes.isOff, isAway && classes.isAway)}>{node.name}</b>
      <span className={classes.type}>
        <span className={classes.id}>#{node.id}</span> {definition?.title ?? node.type}
      </span>
      <span className={classes.setting}>
        <KeySetting node={node} definition={definition} />
      </span>
      {words !== '' && <span className={classes.run}>{words}</span>}
      {(mark !== null || (run !== null && !isAway)) && (
        <span className={classes.mark}>
          <BlockMark problem={mark} run={run} />
        </span>
      )}
    </>
  )
}
