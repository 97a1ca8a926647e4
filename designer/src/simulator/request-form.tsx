import { Select, Textarea, TextInput } from '@mantine/core'
import type { RunListItem } from '@patchbay/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useRuns } from '../api/queries.ts'
import { queries } from '../api/query-options.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState, TestVersion } from '../editing/store/editor-state.ts'
import { dayAndClock } from '../ui/formats.ts'
import { IconPlayerPlay } from '../ui/icons.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { type RequestText, readHeaders, readQuery, requestTextOf } from './request-text.ts'
import { TestForm } from './test-form.tsx'
import type { TestedTrigger } from './tested-triggers.ts'
import { useFlowTest } from './use-flow-test.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

/** How many earlier requests are offered. */
const OFFERED = 10
const TYPED = 'typed'
const blank: RequestText = { method: '', headers: 'Content-Type: application/json', query: '', body: '{}' }

interface RequestFormProps {
  readonly trigger: TestedTrigger
  readonly version: TestVersion
}

/** A sample request: one of the last ones, or a typed one. */
export function RequestForm({ trigger: { node }, version }: RequestFormProps) {
  const test = useFlowTest(version, node.id)
  const sample = useSample(node.id)
  const { value, change } = sample
  const methods = methodsOf(node.inputs)
  const method = methods.find((one) => one === value.method) ?? methods[0]
  const send = () => {
    const { headers, query, body } = value
    const sent = { headers: readHeaders(headers), query: readQuery(query), body }
    return test.send({ request: method === undefined ? sent : { ...sent, method } })
  }
  return (
    <TestForm test={test} send={texts.send} icon={IconPlayerPlay} onSend={() => void send()}>
      <SampleChoice sample={sample} />
      {methods.length > 1 && method !== undefined && (
        <Select
          label={texts.method}
          data={[...methods]}
          value={method}
          onChange={(chosen) => change({ ...value, method: chosen ?? method })}
        />
      )}
      <Textarea
        label={texts.headers}
        description={texts.headersHelp}
        classNames={{ input: 'mono' }}
        autosize
        minRows={1}
        maxRows={6}
        value={value.headers}
        onChange={(event) => change({ ...value, headers: event.currentTarget.value })}
      />
      <TextInput
        label={texts.query}
        classNames={{ input: 'mono' }}
        placeholder={texts.queryExample}
        value={value.query}
        onChange={(event) => change({ ...value, query: event.currentTarget.value })}
      />
      <Textarea
        label={texts.body}
        classNames={{ input: 'mono' }}
        autosize
        minRows={4}
        maxRows={14}
        value={value.body}
        onChange={(event) => change({ ...value, body: event.currentTarget.value })}
      />
    </TestForm>
  )
}

interface Sample {
  /** Runs whose request can be sent again. */
  readonly offered: readonly RunListItem[]
  /** A run, or `typed`. */
  readonly source: string
  readonly value: RequestText
  choose(source: string): void
  change(value: RequestText): void
}

/** The newest request is there at first; what is typed stays until another one is chosen. */
function useSample(nodeId: number): Sample {
  const flowId = useEditor(selectFlowId)
  const [chosen, setChosen] = useState<string | null>(null)
  const [typed, setTyped] = useState<RequestText | null>(null)
  const runs = useRuns({ flowId }).data?.pages[0]?.items ?? []
  const offered = runs.filter((run) => run.trigger.nodeId === nodeId && run.parent == null).slice(0, OFFERED)
  const source = chosen ?? offered[0]?.id ?? TYPED
  const outputs = useQuery({ ...queries.run(source), enabled: source !== TYPED }).data?.steps[0]?.outputs
  return {
    offered,
    source,
    value: typed ?? (outputs === undefined ? blank : requestTextOf(outputs)),
    choose(next) {
      setChosen(next)
      setTyped(null)
    },
    change(value) {
      // What is edited now is not another one because a new run has come.
      setChosen(source)
      setTyped(value)
    },
  }
}

function SampleChoice({ sample: { offered, source, choose } }: { readonly sample: Sample }) {
  const timeZone = useEditor(selectTimeZone)
  if (offered.length === 0) return null
  const options = [
    ...offered.map(({ id, startedAt }) => ({ value: id, label: texts.sentAt(dayAndClock(startedAt, { timeZone })) })),
    { value: TYPED, label: texts.blankRequest },
  ]
  return (
    <Select
      label={texts.sample}
      data={options}
      value={source}
      allowDeselect={false}
      onChange={(next) => choose(next ?? TYPED)}
    />
  )
}

/** The methods that the trigger accepts; none where it does not say. */
function methodsOf({ methods }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : []
}
