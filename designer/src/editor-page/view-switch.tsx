import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState, FlowView } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconListTree, IconSchema } from '../ui/icons.ts'
import { Segmented } from '../ui/segmented.tsx'
import { keyboardTexts } from '../ui/texts/keyboard.ts'

const texts = keyboardTexts.outline
const selectView = (state: EditorState) => state.view

const options: readonly { value: FlowView; label: React.ReactNode }[] = [
  {
    value: 'board',
    label: (
      <>
        <Icon of={IconSchema} size={14} />
        {texts.board}
      </>
    ),
  },
  {
    value: 'outline',
    label: (
      <>
        <Icon of={IconListTree} size={14} />
        {texts.outline}
      </>
    ),
  },
]

/** Board or outline, at the upper left of the middle pane. */
export function ViewSwitch() {
  const store = useEditorStore()
  const view = useEditor(selectView)
  return (
    <Segmented label={texts.view} value={view} options={options} onChange={(next) => store.getState().setView(next)} />
  )
}
