import { connect, refuseConnection } from '@patchbay/shared/flow'
import { useMemo } from 'react'
import { addAction, isUsedUp } from '../editing/add-action.ts'
import { type BlockExit, blocksOf } from '../editing/blocks/block-data.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { EditorServices } from '../editing/editor-services.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import { unknownTile } from '../ui/tile.tsx'
import type { PickEntry } from './find-entries.ts'
import { QuickPick } from './quick-pick.tsx'

const texts = keyboardTexts.pick

interface ExitPickProps {
  readonly from: number
  /** Null offers all exits, the free ones first. */
  readonly exit: string | null
}

/**
 * Picks the action that follows an exit: a new one, or one that is there. A connection that is there leads through a new
 * action.
 */
export function AddAfterPick({ from, exit }: ExitPickProps) {
  const services = useEditorServices()
  const exits = useExits(from, exit)
  const entries = useMemo(() => {
    const free = exits.filter(({ connected }) => !connected)
    return [
      ...exits.flatMap((each) => additions(services, from, each)),
      ...free.flatMap((each) => targets(services, from, each)),
    ]
  }, [services, from, exits])
  const [first] = exits
  const label = first?.connected ? texts.insertAfter : texts.addAfter
  return (
    <QuickPick
      label={label(first?.label ?? '', from)}
      placeholder={texts.search}
      entries={entries}
      whole={groupsOf(entries)}
      onClose={() => services.store.getState().closeDialog()}
    />
  )
}

/** Picks where an exit leads, among the actions that are there. */
export function ConnectPick({ from, exit }: ExitPickProps) {
  const services = useEditorServices()
  const exits = useExits(from, exit)
  const entries = useMemo(() => exits.flatMap((each) => targets(services, from, each)), [services, from, exits])
  return (
    <QuickPick
      label={texts.connect(exits[0]?.label ?? '', from)}
      placeholder={texts.search}
      entries={entries}
      whole={groupsOf(entries)}
      onClose={() => services.store.getState().closeDialog()}
      nothing={texts.noTarget}
    />
  )
}

/** As the exits stand when the pick opens: nothing changes behind it. */
function useExits(from: number, exit: string | null): readonly BlockExit[] {
  const { store } = useEditorServices()
  return useMemo(() => {
    const { document, definitions } = store.getState()
    const all = (blocksOf(document, definitions).get(from)?.exits ?? []).filter(({ gone }) => !gone)
    if (exit !== null) return all.filter(({ id }) => id === exit)
    return [...all.filter(({ connected }) => !connected), ...all.filter(({ connected }) => connected)]
  }, [store, from, exit])
}

function groupsOf(entries: readonly PickEntry[]): string[] {
  return [...new Set(entries.map(({ group }) => group))]
}

function additions({ store, board }: EditorServices, from: number, exit: BlockExit): PickEntry[] {
  const { catalog, document } = store.getState()
  const within = document.connections.find((connection) => connection.from === from && connection.exit === exit.id)
  return catalog.nodes
    .filter((definition) => definition.kind === 'action' && !isUsedUp(definition, document))
    .map((definition) => ({
      id: `${exit.id}-${definition.id}`,
      group: texts.exitGroup(exit.label),
      title: definition.title,
      description: definition.description,
      keywords: definition.keywords.join(' '),
      tile: definition,
      run: () => {
        const id = addAction(store, definition, within ? { within } : { after: { from, exit: exit.id } })
        board.current?.reveal(id)
        board.current?.focusBlock(id)
      },
    }))
}

function targets({ store }: EditorServices, from: number, exit: BlockExit): PickEntry[] {
  const { document, definitions, catalog } = store.getState()
  return document.nodes
    .filter(({ id }) => id !== from && !refuseConnection(document, catalog, { from, exit: exit.id, to: id }))
    .map((node) => {
      const definition = definitions.of(node)
      return {
        id: `${exit.id}-${node.id}`,
        group: texts.connectGroup(exit.label),
        title: `#${node.id} ${node.name}`,
        keywords: definition?.title ?? node.type,
        tile: definition ?? unknownTile,
        run: () => store.getState().apply((flow) => connect(flow, { from, exit: exit.id, to: node.id })),
      }
    })
}
