import { setFlowDetails } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { flowSettingTexts as texts } from '../ui/texts/flow-settings.ts'
import { formatTexts } from '../ui/texts/formats.ts'

interface LimitFieldProps {
  readonly name: 'maxDurationSeconds' | 'concurrency' | 'ratePerMinute'
}

/** One limit of the flow; empty means none. */
export function LimitField({ name }: LimitFieldProps) {
  const store = useEditorStore()
  const value = useEditor((state) => state.document.settings[name])
  const change = (next: number | undefined) =>
    store.getState().apply((flow) => setFlowDetails(flow, { settings: { [name]: next } }), {
      policy: 'merge',
      mergeKey: `flow:${name}`,
    })
  return (
    <NumberField
      label={texts[name].label}
      description={texts[name].help}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={texts.noLimit}
      min={1}
      max={10_000_000}
      isInteger
      unit={name === 'maxDurationSeconds' ? formatTexts.secondsUnit : ''}
      value={value}
      data-field-path={`settings.${name}`}
      data-document-field
      onChange={change}
    />
  )
}
