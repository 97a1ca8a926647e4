import { Modal } from '@mantine/core'
import type { FlowTemplate } from '@patchbay/shared/api'
import { useTemplates } from '../api/queries.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconTemplate } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { boardTexts } from '../ui/texts/board.ts'
import { newFlowTexts } from '../ui/texts/flows.ts'
import { Tile } from '../ui/tile.tsx'
import classes from './editor.module.css'

/** Fills the empty board with a flow that works. */
export function TemplateDialog() {
  const { store, board } = useEditorServices()
  const templates = useTemplates()
  const close = () => store.getState().closeDialog()
  const use = (template: FlowTemplate) => {
    fillFrom(template, store.getState())
    close()
    requestAnimationFrame(() => requestAnimationFrame(() => board.current?.fit()))
  }
  return (
    <Modal opened onClose={close} title={boardTexts.empty.template} size={520}>
      {templates.isPending && <SkeletonRows rows={3} />}
      {templates.error && <LoadError error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data?.map((template) => (
        <TemplateCard key={template.id} template={template} onUse={() => use(template)} />
      ))}
    </Modal>
  )
}

interface TemplateCardProps {
  readonly template: FlowTemplate
  readonly onUse: () => void
}

function TemplateCard({ template, onUse }: TemplateCardProps) {
  const { store } = useEditorServices()
  const { definitions } = store.getState()
  const trigger = template.document.nodes
    .map(({ type }) => definitions.get(type))
    .find((node) => node?.kind === 'trigger')
  return (
    <button type="button" className={classes.template} onClick={onUse}>
      <Tile of={trigger ?? { category: 'triggers', icon: IconTemplate }} size="l" />
      <span className="grow">
        <b>{template.document.name}</b>
        <span className="sub">{template.document.description}</span>
      </span>
    </button>
  )
}

/** Takes over all of the template, but keeps a name that somebody gave, and the flow's time zone. */
function fillFrom({ document }: FlowTemplate, { apply, takeNodeIds, nextNodeId }: EditorState): void {
  const highest = document.nodes.reduce((most, node) => Math.max(most, node.id), 0)
  if (highest >= nextNodeId) takeNodeIds(highest + 1 - nextNodeId)
  apply((flow) => ({
    ...document,
    name: flow.name.startsWith(newFlowTexts.emptyName) ? document.name : flow.name,
    settings: { ...document.settings, timeZone: flow.settings.timeZone },
  }))
}
