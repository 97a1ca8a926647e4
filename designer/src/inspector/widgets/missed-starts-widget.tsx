import { Select } from '@mantine/core'
import { type FlowSettings, setFlowDetails } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { scheduleTexts as texts } from '../../ui/texts/schedule.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import type { WidgetProps } from './widget-props.ts'

type MissedTicks = NonNullable<FlowSettings['missedTicks']>
const choices: readonly MissedTicks[] = ['skip', 'run-once', 'run-all']
const options = choices.map((value) => ({ value, label: texts.missed[value] }))
const selectMissed = (state: EditorState): MissedTicks => state.document.settings.missedTicks ?? 'skip'

/** A setting of the flow, shown where one thinks of it. */
export function MissedStartsWidget({ field }: WidgetProps) {
  const store = useEditorStore()
  const missed = useEditor(selectMissed)
  const choose = (value: string | null) => {
    const missedTicks = choices.find((choice) => choice === value)
    if (missedTicks) store.getState().apply((flow) => setFlowDetails(flow, { settings: { missedTicks } }))
  }
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy }) => (
        <Select
          id={inputId}
          data={options}
          value={missed}
          allowDeselect={false}
          aria-describedby={describedBy}
          onChange={choose}
        />
      )}
    </FieldFrame>
  )
}
