import { Button } from '@mantine/core'
import type { SampleRequest } from '@patchbay/shared/api'
import { inputAt, parseInputPath } from '@patchbay/shared/flow'
import { stringifyJson } from '@patchbay/shared/json'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { listenForSample } from '../../api/commands.ts'
import { keys } from '../../api/keys.ts'
import { queries } from '../../api/query-options.ts'
import { saveDraft } from '../../commands/save.ts'
import { useEditor, useEditorServices } from '../../editing/editor-context.tsx'
import type { EditorState } from '../../editing/store/editor-state.ts'
import { clock } from '../../ui/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconLoader2, IconPlayerPlay } from '../../ui/icons.ts'
import { callingTexts } from '../../ui/texts/calling.ts'
import { messageOf } from '../../ui/toasts.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { filledInputs } from './filled-inputs.ts'
import type { WidgetProps } from './widget-props.ts'

const texts = callingTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** Waits for a real request, and fills in the Expected Inputs from it. */
export function ListenWidget({ field }: WidgetProps) {
  const { nodeId } = useForm()
  const flowId = useEditor(selectFlowId)
  const services = useEditorServices()
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const { data } = useQuery({ ...queries.sample(flowId, nodeId), staleTime: Number.POSITIVE_INFINITY })
  const isListening = data?.until != null
  // What came before the panel was opened is shown, and fills in nothing again.
  const hasListened = useRef(false)
  hasListened.current ||= isListening
  const listen = async () => {
    setProblem(null)
    try {
      // What the caller has to bring is checked as the saved flow says.
      if (!(await saveDraft(services))) return
      client.setQueryData(keys.sample(flowId, nodeId), await listenForSample(flowId, nodeId))
    } catch (thrown) {
      setProblem(messageOf(thrown))
    }
  }
  return (
    <div className={formClasses.field} data-listening={isListening || undefined}>
      <Button
        size="sm"
        leftSection={<Icon of={isListening ? IconLoader2 : IconPlayerPlay} size={14} />}
        disabled={isListening}
        onClick={() => void listen()}
      >
        {isListening ? texts.listening : texts.listen}
      </Button>
      <p className={formClasses.help} role="status">
        {isListening ? texts.sendNow : (problem ?? texts.listenHelp)}
      </p>
      {data?.sample && <Sample sample={data.sample} rows={field.hints.sampleRows} isNew={hasListened.current} />}
    </div>
  )
}

interface SampleProps {
  readonly sample: SampleRequest
  readonly rows: string | undefined
  readonly isNew: boolean
}

function Sample({ sample, rows, isNew }: SampleProps) {
  const timeZone = useEditor(selectTimeZone)
  const count = useFilled(sample, rows, isNew)
  return (
    <>
      <p className={formClasses.help}>{texts.heard(clock(sample.at, { timeZone }), count)}</p>
      <pre className={formClasses.example}>{stringifyJson(sample.body, 2)}</pre>
    </>
  )
}

/** Fills in the Expected Inputs, or the values of completions, once for each request that comes while the panel is open. */
function useFilled({ at, body }: SampleRequest, rows: string | undefined, isNew: boolean): number | null {
  const form = useForm()
  const { store } = useEditorServices()
  const seen = useRef<string | null>(null)
  const path = rows === undefined ? undefined : parseInputPath(rows)
  const present: unknown = path && inputAt(form.inputs, path)
  const filled = path && filledInputs(Array.isArray(present) ? present : [], body)
  useEffect(() => {
    if (!isNew || seen.current === at) return
    seen.current = at
    if (path !== undefined && filled !== undefined) form.set(path, filled.rows)
    else store.getState().setTest(form.nodeId, sampleTest(body))
  })
  return filled?.count ?? null
}

/** What a run of the trigger would leave, for the samples that fields show. */
function sampleTest(body: SampleRequest['body']) {
  const outputs = { body }
  const reply = { exit: 'next', request: null, response: null, durationMs: 0, variables: [], outputs, warnings: [] }
  return { status: 'done', response: { ...reply, error: null }, failure: null } as const
}
