import { useMediaQuery } from '@mantine/hooks'
import { itemSchemaOf, nodeById, propertiesOf } from '@patchbay/shared/flow'
import { useEditor, useEditorStore } from '../../editing/editor-context.tsx'
import { keptSample } from '../../editing/kept-sample.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { useForm } from '../form/form-context.tsx'
import { sampleText } from '../template/field-variables.ts'
import { queryValue } from './query-value.ts'
import { RowsWidget } from './rows-widget.tsx'
import { useJsonPath } from './use-json-path.ts'
import type { WidgetProps } from './widget-props.ts'

/** Repeating rows; where a column holds queries (`x-query`), with what they find in the reply of the last test, or in the sample reply. */
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
  const tested = useEditor((state) => state.tests[nodeId]?.response?.response?.tree ?? null)
  const sample = useEditor((state) => keptSample(nodeById(state.document, nodeId)) ?? null)
  useJsonPath()
  const isNarrow = useMediaQuery('(max-width: 1180px)') ?? false
  const tree = tested ?? sample
  const note = sample === null ? tested !== null && inspectorTexts.fromLastTest : <SampleLink nodeId={nodeId} />
  if (isNarrow || tree === null) return <RowsWidget field={field} withHead headingNote={note || undefined} />
  return (
    <RowsWidget
      field={field}
      withHead
      headingNote={note}
      extra={{
        title: inspectorTexts.value,
        width: '76px',
        valueOf: (row) => {
          const expression = row[query]
          const found = typeof expression === 'string' ? queryValue(tree, expression) : undefined
          const text = found === undefined ? '' : sampleText(found)
          return <span title={text}>{text}</span>
        },
      }}
    />
  )
}

/** Opens the sample reply that is kept with the action. */
function SampleLink({ nodeId }: { readonly nodeId: number }) {
  const store = useEditorStore()
  return (
    <button
      type="button"
      className="link"
      onClick={() => store.getState().openDialog({ kind: 'response', nodeId, isSample: true })}
    >
      {inspectorTexts.showSample}
    </button>
  )
}
