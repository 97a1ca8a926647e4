import { Button } from '@mantine/core'
import { addressKey, SMS_CHANNEL } from '@patchbay/shared/api'
import { useMemo } from 'react'
import { confirmClear } from '../../addresses/confirm-clear.tsx'
import { useAssignments } from '../../addresses/use-assignments.ts'
import { useEditor, useEditorServices } from '../../editing/editor-context.tsx'
import { channelOf, wordsOf } from '../../editing/own-addresses.ts'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconPhonePlus, IconX } from '../../ui/icons.ts'
import { assignmentTexts } from '../../ui/texts/assignment.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { WidgetProps } from './widget-props.ts'

const selectFlowId = (state: EditorState) => state.flowId

/** The addresses that start the flow, and the way to their assignment. */
export function AddressPickerWidget({ field }: WidgetProps) {
  const { store } = useEditorServices()
  const { type, typeVersion } = useForm()
  const flowId = useEditor(selectFlowId)
  const channel = useEditor(({ definitions }) => channelOf(definitions.of({ type, typeVersion }))) ?? SMS_CHANNEL
  const catalog = useEditor((state) => state.catalog)
  const words = useMemo(() => wordsOf(catalog, channel), [catalog, channel])
  const { addresses, clear } = useAssignments(flowId, channel)
  const own = addresses.filter((address) => address.flowId === flowId)
  return (
    <FieldFrame field={field} heading>
      {() => (
        <>
          {own.length > 0 && (
            <ul className={`${formClasses.rows} ${formClasses.numbers}`}>
              {own.map((address) => (
                <li
                  key={addressKey(address)}
                  className={formClasses.gridRow}
                  style={{ gridTemplateColumns: 'minmax(0, 1fr) 30px' }}
                >
                  <span className={formClasses.cellValue}>
                    <span style={{ color: 'var(--text)' }}>{address.shown}</span> {address.label}
                  </span>
                  <button
                    type="button"
                    className={formClasses.remove}
                    aria-label={inspectorTexts.addresses.clear(address.shown)}
                    onClick={() => confirmClear([address], addresses, assignmentTexts(words), clear)}
                  >
                    <Icon of={IconX} size={14} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Button
            leftSection={<Icon of={IconPhonePlus} />}
            onClick={() => store.getState().openDialog({ kind: 'addresses', channel })}
          >
            {words.assign}
          </Button>
        </>
      )}
    </FieldFrame>
  )
}
