import { Button } from '@mantine/core'
import { confirmClear } from '../../addresses/confirm-clear.tsx'
import { useAssignments } from '../../addresses/use-assignments.ts'
import { useEditor, useEditorServices } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { phone } from '../../ui/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconPhonePlus, IconX } from '../../ui/icons.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import type { WidgetProps } from './widget-props.ts'

const selectFlowId = (state: EditorState) => state.flowId

/** The numbers that start the flow, and the way to Number Assignment. */
export function NumberPickerWidget({ field }: WidgetProps) {
  const { store } = useEditorServices()
  const flowId = useEditor(selectFlowId)
  const { numbers, clear } = useAssignments(flowId)
  const own = numbers.filter((number) => number.assignments.sms === flowId)
  return (
    <FieldFrame field={field} heading>
      {() => (
        <>
          {own.length > 0 && (
            <ul className={`${formClasses.rows} ${formClasses.numbers}`}>
              {own.map((number) => (
                <li
                  key={number.number}
                  className={formClasses.gridRow}
                  style={{ gridTemplateColumns: 'minmax(0, 1fr) 30px' }}
                >
                  <span className={formClasses.cellValue}>
                    <span style={{ color: 'var(--text)' }}>{phone(number.number)}</span> {number.label}
                  </span>
                  <button
                    type="button"
                    className={formClasses.remove}
                    aria-label={inspectorTexts.numbers.clear(phone(number.number))}
                    onClick={() => confirmClear([number], numbers, clear)}
                  >
                    <Icon of={IconX} size={14} />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Button
            leftSection={<Icon of={IconPhonePlus} />}
            onClick={() => store.getState().openDialog({ kind: 'numbers' })}
          >
            {inspectorTexts.numbers.assign}
          </Button>
        </>
      )}
    </FieldFrame>
  )
}
