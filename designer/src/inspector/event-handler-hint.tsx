import { Button } from '@mantine/core'
import { addAction } from '../editing/add-action.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { flowSettingTexts } from '../ui/texts/flow-settings.ts'
import formClasses from './form/form.module.css'

const texts = flowSettingTexts.alerts
const selectCatalog = (state: EditorState) => state.catalog
const selectDocument = (state: EditorState) => state.document

/** Who comes for SmartFlows' Event Handler is led to the trigger that starts when a run has ended. */
export function EventHandlerHint() {
  const { store, board } = useEditorServices()
  const catalog = useEditor(selectCatalog)
  const document = useEditor(selectDocument)
  const flowExit = catalog.nodes.find(({ listens }) => listens !== undefined && 'end' in listens)
  if (flowExit === undefined) return null
  const present = document.nodes.find(({ type }) => type === flowExit.id)
  const open = () => {
    if (present) store.getState().selectNode(present.id)
    board.current?.reveal(present?.id ?? addAction(store, flowExit))
  }
  return (
    <div>
      <p className={formClasses.help}>{texts.eventHandler(flowExit.title)}</p>
      <Button size="sm" mt={8} onClick={open}>
        {present ? texts.showFlowExit(flowExit.title) : texts.addFlowExit(flowExit.title)}
      </Button>
    </div>
  )
}
