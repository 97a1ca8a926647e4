import { Select } from '@mantine/core'
import { type FlowSettings, setFlowDetails } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../../editing/editor-context.tsx'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import type { WidgetProps } from './widget-props.ts'

/** A setting of the flow with fixed values, shown where one thinks of it. The input itself holds nothing. */
export function FlowSettingWidget({ field }: WidgetProps) {
  const store = useEditorStore()
  const { flowSetting, optionLabels = {} } = field.hints
  const chosen = useEditor(({ document }) =>
    flowSetting === undefined ? undefined : readSetting(document.settings, flowSetting.name),
  )
  if (flowSetting === undefined) return null
  const options = Object.entries(optionLabels).map(([value, label]) => ({ value, label }))
  const choose = (value: string | null) => {
    // A definition names only settings that take these values; a contract test holds it to that.
    const settings = { [flowSetting.name]: value } as Partial<FlowSettings>
    if (value !== null) store.getState().apply((flow) => setFlowDetails(flow, { settings }))
  }
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy }) => (
        <Select
          id={inputId}
          data={options}
          value={chosen ?? flowSetting.otherwise}
          allowDeselect={false}
          {...withDescription(describedBy)}
          onChange={choose}
        />
      )}
    </FieldFrame>
  )
}

function readSetting(settings: FlowSettings, name: string): string | undefined {
  const value: unknown = Object.entries(settings).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
