import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { setFlowDetails } from '@patchbay/shared/flow'
import { useState } from 'react'
import { Link } from 'wouter'
import { type Command, commandTitle } from '../commands/command.ts'
import { deploy } from '../commands/deploy.ts'
import { openHelp } from '../commands/open-help.ts'
import { openPalette } from '../commands/open-palette.ts'
import { save } from '../commands/save.ts'
import { showVersions } from '../commands/show-versions.ts'
import { toggleSimulator } from '../commands/toggle-simulator.ts'
import { redo, undo } from '../commands/undo.ts'
import { useCommand } from '../commands/use-command.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { type EditorState, isDirty } from '../editing/store/editor-state.ts'
import { RenameField } from '../inspector/panel-head.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconAdjustmentsHorizontal, IconPlus } from '../ui/icons.ts'
import { Logo } from '../ui/logo.tsx'
import { editorTexts } from '../ui/texts/editor.ts'
import { ChangesBadge } from './changes-badge.tsx'
import classes from './editor.module.css'
import { PresentPeople } from './presence.tsx'
import { ProblemsButton } from './problems-button.tsx'
import { RecentRuns } from './recent-runs.tsx'
import { SaveState } from './save-state.tsx'

const texts = editorTexts

const selectCanEdit = (state: EditorState) => state.canEdit

/** Name and state of the flow on the left, what can be done with it on the right. */
export function Toolbar() {
  const canEdit = useEditor(selectCanEdit)
  return (
    <header className={classes.bar} data-pane="toolbar">
      <Link href="/flows" aria-label={texts.allFlows} className={classes.home ?? ''}>
        <Logo />
      </Link>
      <nav className={`${classes.crumbs} ${classes.wide}`} aria-label={texts.allFlows}>
        <Link href="/flows">{texts.flows}</Link>
        <span aria-hidden="true">/</span>
      </nav>
      <FlowName />
      <span className={classes.second}>
        <ChangesBadge />
      </span>
      <SaveState />
      <span className={`grow ${classes.second}`} />
      <PresentPeople />
      <span className={classes.second}>
        <ProblemsButton />
      </span>
      <span className={classes.separator} />
      <span className="row" style={{ gap: 0 }}>
        <span className={classes.edits}>
          <IconCommand command={undo} />
          <IconCommand command={redo} />
        </span>
        <SettingsButton />
        <IconCommand command={showVersions} />
        <span className={classes.wide}>
          <IconCommand command={openHelp} />
        </span>
      </span>
      <span className={classes.separator} />
      <RecentRuns />
      <span className={classes.actions}>
        {canEdit && <AddButton />}
        <TestButton />
        {canEdit && <SaveButton />}
        {canEdit && <DeployButton />}
      </span>
    </header>
  )
}

const selectName = (state: EditorState) => state.document.name

function FlowName() {
  const store = useEditorStore()
  const name = useEditor(selectName)
  const [isRenaming, setRenaming] = useState(false)
  const canEdit = useEditor(selectCanEdit)
  if (!canEdit) {
    return (
      <h1>
        <span className={classes.nameOnly} title={name}>
          {name}
        </span>
      </h1>
    )
  }
  if (isRenaming) {
    return (
      <RenameField
        name={name}
        onRename={(next) => store.getState().apply((flow) => setFlowDetails(flow, { name: next }))}
        onDone={() => setRenaming(false)}
      />
    )
  }
  return (
    <h1>
      <button
        type="button"
        className={classes.name}
        title={`${texts.rename}: ${name}`}
        onClick={() => setRenaming(true)}
      >
        <span className="trunc">{name}</span>
      </button>
    </h1>
  )
}

function IconCommand({ command }: { readonly command: Command }) {
  const { title, isEnabled, run } = useCommand(command)
  return (
    <Tooltip label={commandTitle(command, title)}>
      <ActionIcon size="lg" aria-label={title} disabled={!isEnabled} onClick={run}>
        <Icon of={command.icon} />
      </ActionIcon>
    </Tooltip>
  )
}

/** In a narrow window the panel of the flow has to be asked for. */
function SettingsButton() {
  const store = useEditorStore()
  // Asked for as a field is, because that reaches a version that is looked at, too.
  const open = () => store.getState().showField(null, 'details')
  return (
    <ActionIcon className={classes.narrow ?? ''} size="lg" aria-label={texts.settings} onClick={open}>
      <Icon of={IconAdjustmentsHorizontal} />
    </ActionIcon>
  )
}

/** On a phone, which has no Actions menu: the palette adds actions and triggers. */
function AddButton() {
  const { run } = useCommand(openPalette)
  return (
    <ActionIcon className={`${classes.narrow} ${classes.phone}`} variant="default" aria-label={texts.add} onClick={run}>
      <Icon of={IconPlus} />
    </ActionIcon>
  )
}

const selectSidePanel = (state: EditorState) => state.sidePanel

/** Off for viewers, with the reason: a test starts the flow. */
function TestButton() {
  const { title, isEnabled, run } = useCommand(toggleSimulator)
  const isOpen = useEditor(selectSidePanel) === 'simulator'
  return (
    <Tooltip label={texts.testNeedsEditor} disabled={isEnabled}>
      <span className={classes.testing}>
        <Button
          className={classes.wide ?? ''}
          leftSection={<Icon of={toggleSimulator.icon} />}
          aria-disabled={!isEnabled || undefined}
          {...(isEnabled ? {} : { 'aria-description': texts.testNeedsEditor })}
          aria-pressed={isOpen}
          onClick={run}
          {...(isOpen ? { bg: 'var(--hover)' } : {})}
        >
          {title}
        </Button>
        <ActionIcon
          size="lg"
          variant="default"
          className={classes.folded ?? ''}
          aria-label={title}
          aria-disabled={!isEnabled || undefined}
          aria-pressed={isOpen}
          onClick={run}
        >
          <Icon of={toggleSimulator.icon} />
        </ActionIcon>
      </span>
    </Tooltip>
  )
}

function SaveButton() {
  const { title, isEnabled, run } = useCommand(save)
  return (
    <Tooltip label={commandTitle(save, title)}>
      <Button aria-disabled={!isEnabled || undefined} onClick={run}>
        {title}
      </Button>
    </Tooltip>
  )
}

/** The one accent button, and that only while something is not live and no error stands. */
function DeployButton() {
  const { title, isEnabled, run } = useCommand(deploy)
  const isDue = useEditor(isDeployDue)
  return (
    <Tooltip label={commandTitle(deploy, title)}>
      <Button
        variant={isDue ? 'filled' : 'default'}
        leftSection={<Icon of={deploy.icon} />}
        aria-disabled={!isEnabled || undefined}
        onClick={run}
      >
        {title}
      </Button>
    </Tooltip>
  )
}

function isDeployDue(state: EditorState): boolean {
  const { live, changes, problems, document } = state
  const differs = live === null ? document.nodes.length > 0 : changes > 0 || isDirty(state)
  return differs && problems.every(({ severity }) => severity !== 'error')
}
