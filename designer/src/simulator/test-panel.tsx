import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { queries } from '../api/query-options.ts'
import { useEditor } from '../editing/editor-context.tsx'
import { type EditorState, type TestVersion, testedVersion } from '../editing/store/editor-state.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconPlayerPlay } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { CallForm } from './call-form.tsx'
import { RequestForm } from './request-form.tsx'
import { ScheduleForm } from './schedule-form.tsx'
import classes from './simulator.module.css'
import { SimulatorPanel } from './simulator-panel.tsx'
import { TestHead } from './test-head.tsx'
import { type TestedTrigger, type TestKind, testedTriggers } from './tested-triggers.ts'

const selectFlowId = (state: EditorState) => state.flowId
const selectLive = (state: EditorState) => state.live
const selectDocument = (state: EditorState) => state.document
const selectDefinitions = (state: EditorState) => state.definitions

/** Tests the draft, or what is live, in the way that fits what starts it. */
export function TestPanel() {
  const version = useEditor(testedVersion)
  const flowId = useEditor(selectFlowId)
  const live = useEditor(selectLive)
  const draft = useEditor(selectDocument)
  const definitions = useEditor(selectDefinitions)
  const deployed = useQuery({ ...queries.version(flowId, live?.version ?? 0), enabled: version === 'live' })
  const [chosen, setChosen] = useState<number | null>(null)
  const document = version === 'draft' ? draft : deployed.data?.document
  const triggers = testedTriggers(document ?? draft, definitions)
  const trigger = triggers.find(({ node }) => node.id === chosen) ?? triggers[0]
  const choice = triggers.length > 1 && trigger && (
    <TriggerChoice triggers={triggers} chosen={trigger} onChange={setChosen} />
  )
  if (trigger?.kind === 'phone') return <SimulatorPanel version={version} choice={choice} />
  return (
    <aside className={classes.panel} aria-label={texts.title}>
      <TestHead
        icon={IconPlayerPlay}
        title={texts.title}
        sub={trigger === undefined ? texts.nothing : texts.kinds[trigger.kind]}
        closeLabel={texts.close}
      />
      {choice}
      {deployed.error && version === 'live' ? (
        <LoadError error={deployed.error} onRetry={() => void deployed.refetch()} />
      ) : trigger === undefined ? (
        <NoTrigger version={version} />
      ) : (
        document && <Form key={`${version} ${live?.version} ${trigger.node.id}`} trigger={trigger} version={version} />
      )}
    </aside>
  )
}

interface FormProps {
  readonly trigger: TestedTrigger
  readonly version: TestVersion
}

const forms: Readonly<Record<Exclude<TestKind, 'phone'>, (props: FormProps) => ReactNode>> = {
  call: CallForm,
  request: RequestForm,
  now: ScheduleForm,
}

function Form({ trigger, version }: FormProps) {
  const Kind = trigger.kind === 'phone' ? null : forms[trigger.kind]
  return Kind === null ? null : <Kind trigger={trigger} version={version} />
}

interface TriggerChoiceProps {
  readonly triggers: readonly TestedTrigger[]
  readonly chosen: TestedTrigger
  readonly onChange: (nodeId: number) => void
}

/** Which of several triggers starts the test. */
function TriggerChoice({ triggers, chosen, onChange }: TriggerChoiceProps) {
  const options = triggers.map(({ kind, node }) => ({
    value: String(node.id),
    label: kind === 'phone' ? texts.byPhone : `#${node.id} ${node.name}`,
  }))
  return (
    <div className={classes.choice}>
      <Select
        aria-label={texts.startedBy}
        data={options}
        value={String(chosen.node.id)}
        allowDeselect={false}
        onChange={(value) => onChange(Number(value))}
      />
    </div>
  )
}

function NoTrigger({ version }: { readonly version: TestVersion }) {
  return (
    <div className={classes.center}>
      <EmptyState icon={IconPlayerPlay} title={texts.noTrigger[version]} text={texts.addTrigger[version]} />
    </div>
  )
}
