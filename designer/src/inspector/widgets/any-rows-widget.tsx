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

/** Repeating rows; where a column holds queries (`x-query`), with what they find in the reply of the last test. */
export function AnyRowsWidget({ field }: WidgetProps) {
  const item = itemSchemaOf(field.schema)
  const query = item && propertiesOf(item).find(([, column]) => column['x-query'] === true)?.[0]
  return query === undefined ? <RowsWidget field={field} /> : <QueryRows field={field} query={query} />
}

interface QueryRowsProps extends WidgetProps {
  /** Name of the column that holds queries. */
  readonly query: string
}

function QueryRows({ field, query }: QueryRowsProps) {
  const { nodeId } = useForm()
  const response = useEditor((state) => state.tests[nodeId]?.response?.response ?? null)
  useJsonPath()
  const isNarrow = useMediaQuery('(max-width: 1180px)') ?? false
  if (isNarrow || !response) return <RowsWidget field={field} withHead />
  return (
    <RowsWidget
      field={field}
      withHead
      headingNote={inspectorTexts.fromLastTest}
      extra={{
        title: inspectorTexts.value,
        width: '76px',
        valueOf: (row) => {
          const expression = row[query]
          const found = typeof expression === 'string' ? queryValue(response.tree, expression) : undefined
          const text = found === undefined ? '' : sampleText(found)
          return <span title={text}>{text}</span>
        },
      }}
    />
  )
}
