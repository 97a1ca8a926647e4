import { useEditor } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { curlExample, triggerAddress } from './trigger-address.ts'
import type { WidgetProps } from './widget-props.ts'

const selectFlowId = (state: EditorState) => state.flowId

/** Where another system reaches the trigger, and a command that does it. */
export function TriggerAddressWidget({ field }: WidgetProps) {
  const { inputs } = useForm()
  const flowId = useEditor(selectFlowId)
  const address = triggerAddress({ origin: window.location.origin, flowId, inputs })
  const example = address && curlExample(address, inputs)
  return (
    <FieldFrame field={field} heading>
      {() =>
        address === null ? (
          <p className={formClasses.help}>{inspectorTexts.address.pathEmpty}</p>
        ) : (
          <>
            <div className={formClasses.readOnly}>
              <code>{address}</code>
              <CopyButton value={address} label={inspectorTexts.address.copy(field.title)} />
            </div>
            {example && (
              <details>
                <summary className={`${formClasses.link} ${formClasses.add}`}>{inspectorTexts.address.example}</summary>
                <div className="row" style={{ alignItems: 'start' }}>
                  <pre className={`${formClasses.example} grow`}>{example}</pre>
                  <CopyButton value={example} label={inspectorTexts.address.copyExample} />
                </div>
              </details>
            )}
          </>
        )
      }
    </FieldFrame>
  )
}
