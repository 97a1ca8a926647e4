import { NumberInput } from '@mantine/core'
import { type FlowSettings, setFlowDetails } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../editor/editor-context.tsx'
import type { EditorState } from '../editor/store/editor-state.ts'
import { flowSettingTexts as texts } from '../ui/texts/flow-settings.ts'
import { formatTexts } from '../ui/texts/formats.ts'

const selectSettings = (state: EditorState) => state.document.settings
const short = { wrapper: { width: 120 } } as const
const limits = ['maxDurationSeconds', 'concurrency', 'ratePerMinute'] as const
const order = ['label', 'input', 'description'] as ('label' | 'input' | 'description')[] // Mantine takes no readonly list.

/** How long runs of the flow may take, and how many there may be. Empty means no limit. */
export function LimitFields() {
  const store = useEditorStore()
  const settings = useEditor(selectSettings)
  const change = (name: (typeof limits)[number], value: FlowSettings[typeof name]) =>
    store.getState().apply((flow) => setFlowDetails(flow, { settings: { [name]: value } }), {
      policy: 'merge',
      mergeKey: `flow:${name}`,
    })
  return limits.map((name) => (
    <NumberInput
      key={name}
      label={texts[name].label}
      description={texts[name].help}
      inputWrapperOrder={order}
      placeholder={texts.noLimit}
      min={1}
      max={10_000_000}
      allowDecimal={false}
      clampBehavior="strict"
      thousandSeparator=","
      suffix={name === 'maxDurationSeconds' ? formatTexts.secondsSuffix : ''}
      value={settings[name] ?? ''}
      styles={short}
      data-field-path={`settings.${name}`}
      data-document-field
      onChange={(value) => change(name, typeof value === 'number' ? value : undefined)}
    />
  ))
}
