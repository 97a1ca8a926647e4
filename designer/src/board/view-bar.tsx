import { ActionIcon, Tooltip } from '@mantine/core'
import { type ReactFlowState, useStore } from '@xyflow/react'
import { tidyUp } from '../commands/arrange-commands.ts'
import { type Command, commandTitle } from '../commands/command.ts'
import { addNote } from '../commands/note-commands.ts'
import { useCommand } from '../commands/use-command.ts'
import { fitBoard, toggleMap, zoomIn, zoomOut } from '../commands/view-commands.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './board.module.css'

const selectPercent = ({ transform: [, , zoom] }: ReactFlowState) => Math.round(zoom * 100)

const selectIsMapOpen = (state: EditorState) => state.mapOpen

/** Zoom and fit, tidying up, notes and the map, at the board's lower left. */
export function ViewBar() {
  const percent = useStore(selectPercent)
  const isMapOpen = useEditor(selectIsMapOpen)
  return (
    <div className={`${classes.float} ${classes.viewBar}`} role="toolbar" aria-label={boardTexts.view}>
      <ViewButton command={zoomOut} />
      <span className={classes.zoom}>{percent}%</span>
      <ViewButton command={zoomIn} />
      <span className={classes.separator} />
      <ViewButton command={fitBoard} />
      <ViewButton command={tidyUp} />
      <ViewButton command={addNote} />
      <ViewButton command={toggleMap} isOn={isMapOpen} />
    </div>
  )
}

interface ViewButtonProps {
  readonly command: Command
  /** What the button switches is on. */
  readonly isOn?: boolean
}

function ViewButton({ command, isOn = false }: ViewButtonProps) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon aria-label={title} disabled={!isEnabled} onClick={run} {...(isOn ? { bg: 'var(--press)' } : {})}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}
