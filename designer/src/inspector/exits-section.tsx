import { ActionIcon, Menu } from '@mantine/core'
import { connect, disconnect, type FlowNode } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { addAction } from '../editing/add-action.ts'
import { type BlockExit, blockExits } from '../editing/blocks/block-data.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPencil, IconUnlink } from '../ui/icons.ts'
import { joinClasses } from '../ui/join-classes.ts'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { Tile } from '../ui/tile.tsx'
import formClasses from './form/form.module.css'
import classes from './panel.module.css'

const texts = inspectorTexts.exits
const selectDocument = (state: EditorState) => state.document

interface ExitsSectionProps {
  readonly node: FlowNode
  readonly definition: NodeDefinition
}

/** Where each exit leads; connects and disconnects without a mouse. */
export function ExitsSection({ node, definition }: ExitsSectionProps) {
  const document = useEditor(selectDocument)
  const connections = useMemo(
    () => new Map(document.connections.filter(({ from }) => from === node.id).map(({ exit, to }) => [exit, to])),
    [document, node.id],
  )
  const exits = blockExits(node, definition, new Set(connections.keys()))
  if (exits.length === 0) return <p className={formClasses.help}>{texts.none}</p>
  return (
    <ul>
      {exits.map((exit) => (
        <ExitRow key={exit.id} node={node} exit={exit} targetId={connections.get(exit.id) ?? null} />
      ))}
    </ul>
  )
}

interface ExitRowProps {
  readonly node: FlowNode
  readonly exit: BlockExit
  readonly targetId: number | null
}

function ExitRow({ node, exit, targetId }: ExitRowProps) {
  const canEdit = useEditor((state) => state.canEdit)
  return (
    <li className={classes.exit} data-field-path={`exits.${exit.id}`}>
      <i className={classes.ring} aria-hidden="true" />
      <span className={joinClasses('trunc', classes.exitLabel, exit.gone && classes.gone)}>{exit.label}</span>
      {targetId === null ? <span className={classes.open}>{texts.open}</span> : <TargetButton nodeId={targetId} />}
      {canEdit && <ExitMenu node={node} exit={exit} isConnected={targetId !== null} />}
    </li>
  )
}

function TargetButton({ nodeId }: { readonly nodeId: number }) {
  const { store, board } = useEditorServices()
  const node = useEditor((state) => state.document.nodes.find((candidate) => candidate.id === nodeId))
  const definition = useEditor((state) => (node ? state.definitions.of(node) : undefined))
  if (!node) return <span className={classes.open}>#{nodeId}</span>
  const goTo = () => {
    store.getState().selectNode(nodeId)
    board.current?.reveal(nodeId)
  }
  return (
    <button type="button" className={classes.target} aria-label={texts.goTo(node.id, node.name)} onClick={goTo}>
      <Tile of={definition} size="xs" />
      <span className="trunc">{node.name}</span>
      <span className="muted num">#{node.id}</span>
    </button>
  )
}

interface ExitMenuProps {
  readonly node: FlowNode
  readonly exit: BlockExit
  readonly isConnected: boolean
}

function ExitMenu({ node, exit, isConnected }: ExitMenuProps) {
  const { store } = useEditorServices()
  const from = { from: node.id, exit: exit.id }
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <ActionIcon aria-label={texts.edit(exit.label)} title={texts.edit(exit.label)}>
          <Icon of={IconPencil} size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {!exit.gone && <Destinations nodeId={node.id} exitId={exit.id} />}
        {isConnected && (
          <>
            {!exit.gone && <Menu.Divider />}
            <Menu.Item
              leftSection={<Icon of={IconUnlink} />}
              onClick={() => store.getState().apply((flow) => disconnect(flow, from))}
            >
              {texts.disconnect}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

interface DestinationsProps {
  readonly nodeId: number
  readonly exitId: string
}

function Destinations({ nodeId, exitId }: DestinationsProps) {
  const { store, board } = useEditorServices()
  const { document, definitions, catalog } = store.getState()
  const from = { from: nodeId, exit: exitId }
  const others = document.nodes.filter(({ id, type }) => id !== nodeId && definitions.get(type)?.kind !== 'trigger')
  return (
    <>
      <Menu.Label>{texts.connectTo}</Menu.Label>
      {others.map((other) => (
        <Menu.Item
          key={other.id}
          leftSection={<Tile of={definitions.get(other.type)} size="xs" />}
          onClick={() => store.getState().apply((flow) => connect(flow, { ...from, to: other.id }))}
        >
          #{other.id} {other.name}
        </Menu.Item>
      ))}
      {others.length === 0 && <Menu.Item disabled>{texts.nothing}</Menu.Item>}
      <Menu.Label>{texts.add}</Menu.Label>
      {catalog.nodes
        .filter(({ kind }) => kind === 'action')
        .map((definition) => (
          <Menu.Item
            key={definition.id}
            leftSection={<Tile of={definition} size="xs" />}
            onClick={() => board.current?.reveal(addAction(store, definition, { after: from }))}
          >
            {definition.title}
          </Menu.Item>
        ))}
    </>
  )
}
