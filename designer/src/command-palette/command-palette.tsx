import type { FlowListItem } from '@patchbay/shared/api'
import { useMemo } from 'react'
import { useFlows } from '../api/queries.ts'
import { allCommands } from '../commands/all-commands.ts'
import { shownShortcut } from '../commands/command.ts'
import { openPalette } from '../commands/open-palette.ts'
import { runCommand } from '../commands/run-command.ts'
import { addAction, isUsedUp } from '../editing/add-action.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import { IconRoute } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { unknownTile } from '../ui/tile.tsx'
import type { PickEntry } from './find-entries.ts'
import { QuickPick } from './quick-pick.tsx'

const texts = keyboardTexts.palette
const whole = [texts.commands, texts.add]
const noFlows: readonly FlowListItem[] = []

/** Everything that can be done here, found by its words. */
export function CommandPalette() {
  const services = useEditorServices()
  const flows = useFlows().data ?? noFlows
  // The page stands still behind the palette, so its state is read once.
  const entries = useMemo(
    () => [
      ...commandEntries(services),
      ...addEntries(services),
      ...goToEntries(services),
      ...flowEntries(services, flows),
    ],
    [services, flows],
  )
  return (
    <QuickPick
      label={texts.title}
      placeholder={texts.search}
      entries={entries}
      whole={whole}
      keys={shownShortcut(openPalette) ?? ''}
      onClose={() => services.store.getState().closeDialog()}
    />
  )
}

function commandEntries(services: EditorServices): PickEntry[] {
  const state = services.store.getState()
  return allCommands
    .filter((command) => command !== openPalette)
    .map((command) => {
      const shortcut = shownShortcut(command)
      return {
        id: `command-${command.id}`,
        group: texts.commands,
        title: command.title(state),
        icon: command.icon,
        isDisabled: !command.isEnabled(state),
        ...(shortcut === undefined ? {} : { keys: shortcut }),
        run: () => runSoon(() => runCommand(command, services)),
      }
    })
}

function addEntries({ store, board }: EditorServices): PickEntry[] {
  const { catalog, document, canEdit, shownRun } = store.getState()
  return catalog.nodes.map((definition) => ({
    id: `add-${definition.id}`,
    group: texts.add,
    title: texts.addAction(definition.title),
    description: definition.description,
    keywords: definition.keywords.join(' '),
    tile: definition,
    isDisabled: !canEdit || shownRun !== null || isUsedUp(definition, document),
    run: () => {
      const centre = board.current?.centre()
      const id = addAction(store, definition, centre ? { centre } : {})
      board.current?.reveal(id)
      board.current?.focusBlock(id)
    },
  }))
}

function goToEntries({ store, board }: EditorServices): PickEntry[] {
  const { document, definitions, selectNode } = store.getState()
  return document.nodes.map((node) => {
    const definition = definitions.of(node)
    return {
      id: `node-${node.id}`,
      group: texts.goTo,
      title: texts.goToAction(node.id, node.name),
      keywords: definition?.title ?? node.type,
      tile: definition ?? unknownTile,
      run: () => {
        selectNode(node.id)
        board.current?.reveal(node.id)
        board.current?.focusBlock(node.id)
      },
    }
  })
}

function flowEntries({ store, navigate }: EditorServices, flows: readonly FlowListItem[]): PickEntry[] {
  const { flowId } = store.getState()
  return flows
    .filter(({ id }) => id !== flowId)
    .map(({ id, name }) => ({
      id: `flow-${id}`,
      group: texts.flows,
      title: texts.openFlow(name),
      icon: IconRoute,
      run: () => navigate(`/flows/${id}`),
    }))
}

/** Once the palette is gone and the focus is back where it was. */
function runSoon(action: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(action))
}
