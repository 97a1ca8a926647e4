import { useEditor } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { type AddressSource, addressText } from './address-text.ts'
import { ExampleCall } from './example-call.tsx'
import type { WidgetProps } from './widget-props.ts'

const selectFlowId = (state: EditorState) => state.flowId

/** Where another system reaches the trigger, and a call that does it. */
export function AddressWidget({ field }: WidgetProps) {
  const { inputs, schema } = useForm()
  const flowId = useEditor(selectFlowId)
  const hints = field.hints.address
  if (hints === undefined) return null
  const source: AddressSource = { hints, schema, inputs, origin: window.location.origin, flowId }
  const address = addressText(source)
  return (
    <FieldFrame field={field} heading>
      {() =>
        'missing' in address ? (
          <p className={formClasses.help}>{inspectorTexts.address.missing(address.missing)}</p>
        ) : (
          <>
            <div className={formClasses.readOnly}>
              <code>{address.url}</code>
              <CopyButton value={address.url} label={inspectorTexts.address.copy(field.title)} />
            </div>
            {hints.example && <ExampleCall source={source} url={address.url} />}
          </>
        )
      }
    </FieldFrame>
  )
}
