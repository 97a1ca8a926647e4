import { ActionIcon, Tooltip } from '@mantine/core'
import { type ReactFlowState, useStore } from '@xyflow/react'
import { type Command, commandTitle } from '../commands/command.ts'
import { useCommand } from '../commands/use-command.ts'
import { fitBoard, zoomIn, zoomOut } from '../commands/view-commands.ts'
import { Icon } from '../ui/icon.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './board.module.css'

const selectPercent = ({ transform: [, , zoom] }: ReactFlowState) => Math.round(zoom * 100)

/** Zoom and fit, at the board's lower left. */
export function ViewBar() {
  const percent = useStore(selectPercent)
  return (
    <div className={`${classes.float} ${classes.viewBar}`} role="toolbar" aria-label={boardTexts.view}>
      <ViewButton command={zoomOut} />
      <span className={classes.zoom}>{percent}%</span>
      <ViewButton command={zoomIn} />
      <span className={classes.separator} />
      <ViewButton command={fitBoard} />
    </div>
  )
}

function ViewButton({ command }: { readonly command: Command }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon aria-label={title} disabled={!isEnabled} onClick={run}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}
