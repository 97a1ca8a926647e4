import { useDebouncedValue } from '@mantine/hooks'
import type { PreviewLine } from '@patchbay/shared/api'
import { conditionHolds, propertiesOf } from '@patchbay/shared/flow'
import { useQuery } from '@tanstack/react-query'
import type { TSchema } from 'typebox'
import { ApiProblem } from '../../api/problem.ts'
import { queries } from '../../api/query-options.ts'
import { useEditor } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { dayAndTimeInWords } from '../../ui/formats.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { messageOf } from '../../ui/toasts.tsx'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { WidgetProps } from './widget-props.ts'

const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** What the inputs lead to, as the code of the action reckons it. */
export function PreviewWidget({ field }: WidgetProps) {
  const { inputs, type, typeVersion, schema } = useForm()
  const timeZone = useEditor(selectTimeZone)
  const [shown] = useDebouncedValue(JSON.stringify(shownInputs(schema, inputs)), 300)
  const { data, error } = useQuery(queries.actionPreview({ type, typeVersion, inputs: shown, timeZone }))
  return (
    <FieldFrame field={field} heading>
      {() =>
        error ? (
          <p className={formClasses.help}>{isIncomplete(error) ? inspectorTexts.incomplete : messageOf(error)}</p>
        ) : (
          data && (
            <>
              {data.lines.length > 0 && (
                <ol className={`num ${formClasses.times}`}>
                  {data.lines.map((line, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
                    <li key={index}>
                      <Line line={line} />
                    </li>
                  ))}
                </ol>
              )}
              {data.help && <p className={formClasses.help}>{data.help}</p>}
            </>
          )
        )
      }
    </FieldFrame>
  )
}

function Line({ line }: { readonly line: PreviewLine }) {
  return 'time' in line ? <time dateTime={line.time}>{dayAndTimeInWords(line.time)}</time> : line.text
}

/** What the form hides does not act, so it is not asked about either. */
function shownInputs(schema: TSchema, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = propertiesOf(schema).filter(([, { 'x-ui': hints }]) => conditionHolds(hints?.visibleWhen, inputs))
  return Object.fromEntries(shown.map(([name]) => [name, inputs[name]]))
}

function isIncomplete(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'INVALID_INPUT'
}
