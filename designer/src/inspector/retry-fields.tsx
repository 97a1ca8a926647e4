import { Checkbox, Select } from '@mantine/core'
import {
  type Flow,
  type FlowNode,
  type Retry,
  type RetryOutcome,
  retryOutcomes,
  setDeadline,
  setRetry,
} from '@patchbay/shared/flow'
import { useEditorStore } from '../editing/editor-context.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { formatTexts } from '../ui/texts/formats.ts'
import { retryTexts as texts } from '../ui/texts/retry.ts'
import formClasses from './form/form.module.css'

/** What a new retry begins with. */
const firstRetry: Retry = { attempts: 1, backoffSeconds: 5 }
/** As the engine takes them when a retry names none. */
const usualOutcomes: readonly RetryOutcome[] = retryOutcomes.filter((outcome) => outcome !== 'unreadable')

/** How often an action is tried, after which failures, and for how long in all. */
export function RetryFields({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore()
  const { retry = firstRetry, deadlineSeconds } = node
  const apply = (edit: (flow: Flow) => Flow, key: string) =>
    store.getState().apply(edit, { policy: 'merge', mergeKey: `${key}:${node.id}` })
  const change = (changes: Partial<Retry>, key: string) => {
    const next = { ...retry, ...changes }
    apply((flow) => setRetry(flow, node.id, next.attempts > 1 ? next : null), key)
  }
  return (
    <>
      <div className={formClasses.subhead}>{texts.title}</div>
      <div className={`${formClasses.line} ${formClasses.lineOf2}`}>
        <NumberField
          label={texts.attempts}
          description={texts.attemptsHelp}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={20}
          isInteger
          value={retry.attempts}
          data-document-field
          onChange={(attempts) => attempts !== undefined && change({ attempts }, 'attempts')}
        />
        <NumberField
          label={texts.deadline}
          description={texts.deadlineHelp}
          inputWrapperOrder={['label', 'input', 'description']}
          min={1}
          max={86_400}
          placeholder={texts.noDeadline}
          unit={formatTexts.secondsUnit}
          value={deadlineSeconds}
          data-document-field
          onChange={(seconds) => apply((flow) => setDeadline(flow, node.id, seconds ?? null), 'deadline')}
        />
      </div>
      {retry.attempts > 1 && <RetryDetails retry={retry} onChange={change} />}
    </>
  )
}

interface RetryDetailsProps {
  readonly retry: Retry
  readonly onChange: (changes: Partial<Retry>, key: string) => void
}

function RetryDetails({ retry, onChange }: RetryDetailsProps) {
  return (
    <>
      <div className={`${formClasses.line} ${formClasses.lineOf2}`}>
        <NumberField
          label={texts.firstWait}
          min={0}
          max={86_400}
          unit={formatTexts.secondsUnit}
          value={retry.backoffSeconds}
          data-document-field
          onChange={(seconds) => seconds !== undefined && onChange({ backoffSeconds: seconds }, 'first-wait')}
        />
        <Select
          label={texts.growth}
          data={[
            { value: 'double', label: texts.growths.double },
            { value: 'fixed', label: texts.growths.fixed },
          ]}
          allowDeselect={false}
          value={retry.growth ?? 'double'}
          data-document-field
          onChange={(growth) => onChange({ growth: growth === 'fixed' ? 'fixed' : 'double' }, 'growth')}
        />
      </div>
      <Checkbox.Group
        label={texts.on}
        value={[...(retry.on ?? usualOutcomes)]}
        onChange={(chosen) => onChange({ on: retryOutcomes.filter((outcome) => chosen.includes(outcome)) }, 'outcomes')}
      >
        {retryOutcomes.map((outcome) => (
          <Checkbox key={outcome} value={outcome} label={texts.outcomes[outcome]} mt={6} />
        ))}
      </Checkbox.Group>
    </>
  )
}
