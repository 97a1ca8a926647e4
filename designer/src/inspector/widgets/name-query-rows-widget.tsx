import { useMediaQuery } from '@mantine/hooks'
import { itemSchemaOf, propertiesOf } from '@patchbay/shared/flow'
import { useEditor } from '../../editing/editor-context.tsx'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { useForm } from '../form/form-context.tsx'
import { sampleText } from '../template/field-variables.ts'
import { queryValue } from './query-value.ts'
import { RowsWidget } from './rows-widget.tsx'
import { useJsonPath } from './use-json-path.ts'
import type { WidgetProps } from './widget-props.ts'

/** Response variables: name, query expression, and what the query finds in the reply of the last test. */
export function NameQueryRowsWidget({ field }: WidgetProps) {
  const { nodeId } = useForm()
  const response = useEditor((state) => state.tests[nodeId]?.response?.response ?? null)
  useJsonPath()
  const item = itemSchemaOf(field.schema)
  const queryColumn = item && propertiesOf(item).find(([, column]) => column['x-query'] === true)
  const isNarrow = useMediaQuery('(max-width: 1180px)') ?? false
  if (isNarrow || !response) return <RowsWidget field={field} />
  return (
    <RowsWidget
      field={field}
      headingNote={inspectorTexts.fromLastTest}
      extra={{
        title: inspectorTexts.value,
        width: '76px',
        valueOf: (row) => {
          const query = queryColumn && row[queryColumn[0]]
          const found = typeof query === 'string' ? queryValue(response.tree, query) : undefined
          const text = found === undefined ? '' : sampleText(found)
          return <span title={text}>{text}</span>
        },
      }}
    />
  )
}
