import { useDebouncedValue } from '@mantine/hooks'
import { conditionHolds, propertiesOf } from '@patchbay/shared/flow'
import { useQuery } from '@tanstack/react-query'
import type { TSchema } from 'typebox'
import { ApiProblem } from '../../api/problem.ts'
import { queries } from '../../api/queries.ts'
import { useEditor } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { dayAndTimeInWords } from '../../ui/formats.ts'
import { scheduleTexts as texts } from '../../ui/texts/schedule.ts'
import { messageOf } from '../../ui/toasts.tsx'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { WidgetProps } from './widget-props.ts'

const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** When the flow would start next, as the server reckons it. */
export function SchedulePreviewWidget({ field }: WidgetProps) {
  const { inputs, nodeId } = useForm()
  const timeZone = useEditor(selectTimeZone)
  const schema = useEditor(({ document, definitions }) => {
    const node = document.nodes.find(({ id }) => id === nodeId)
    return node && definitions.get(node.type)?.inputs
  })
  const [asked] = useDebouncedValue(JSON.stringify(schema ? shownInputs(schema, inputs) : {}), 300)
  const { data, error } = useQuery(queries.schedulePreview(asked, timeZone))
  return (
    <FieldFrame field={field} heading>
      {() => (
        <>
          {error && <p className={formClasses.help}>{isIncomplete(error) ? texts.incomplete : messageOf(error)}</p>}
          {!error && data?.times.length === 0 && <p className={formClasses.help}>{texts.none}</p>}
          {!error && data && data.times.length > 0 && (
            <>
              <ol className={`num ${formClasses.times}`}>
                {data.times.map((time) => (
                  <li key={time}>
                    <time dateTime={time}>{dayAndTimeInWords(time)}</time>
                  </li>
                ))}
              </ol>
              <p className={formClasses.help}>{texts.zone(timeZone)}</p>
            </>
          )}
        </>
      )}
    </FieldFrame>
  )
}

/** What the form hides does not act, so it is not asked about either. */
function shownInputs(schema: TSchema, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = propertiesOf(schema).filter(([, { 'x-ui': hints }]) => conditionHolds(hints?.visibleWhen, inputs))
  return Object.fromEntries(shown.map(([name]) => [name, inputs[name]]))
}

function isIncomplete(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'INVALID_INPUT'
}
