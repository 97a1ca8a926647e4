import { Select, TextInput } from '@mantine/core'
import type { FlowListItem } from '@patchbay/shared/api'
import { type Definitions, setFlowDetails } from '@patchbay/shared/flow'
import { useState } from 'react'
import { useFlows } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { NumberField } from '../ui/number-field.tsx'
import { flowSettingTexts } from '../ui/texts/flow-settings.ts'
import { formatTexts } from '../ui/texts/formats.ts'
import type { AlertChanges, AlertProps, OnEnd } from './alert-props.ts'
import { EventHandlerHint } from './event-handler-hint.tsx'
import formClasses from './form/form.module.css'
import { FormFields } from './form-fields.tsx'
import { MailAlert } from './mail-alert.tsx'
import { Section } from './section.tsx'
import { TextAlert } from './text-alert.tsx'

const texts = flowSettingTexts.alerts
const nobody: OnEnd = {}
const none = 'none'
/** As the runtime takes it when a flow names none. */
const USUAL_RATE = 20
const selectOnEnd = (state: EditorState): OnEnd => state.document.settings.onEnd ?? nobody
const selectDefinitions = (state: EditorState) => state.definitions
const selectFlowId = (state: EditorState) => state.flowId

/** Who is told when runs of the flow fail. */
export function AlertsSection() {
  const store = useEditorStore()
  const onEnd = useEditor(selectOnEnd)
  const change = (changes: AlertChanges, key: string) =>
    store.getState().apply((flow) => setFlowDetails(flow, { settings: { onEnd: merged(onEnd, changes) } }), {
      policy: 'merge',
      mergeKey: `flow:onEnd:${key}`,
    })
  return (
    <Section id="alerts" nodeType="flow" title={texts.title} summary={summaryOf(onEnd)}>
      <FormFields>
        <div className={formClasses.form}>
          <p className={formClasses.help}>{texts.help}</p>
          <FlowField onEnd={onEnd} onChange={change} />
          <UrlField onEnd={onEnd} onChange={change} />
          <TextAlert onEnd={onEnd} onChange={change} />
          <MailAlert onEnd={onEnd} onChange={change} />
          {waysOf(onEnd).length > 0 && <Rates onEnd={onEnd} onChange={change} />}
          <EventHandlerHint />
        </div>
      </FormFields>
    </Section>
  )
}

/** From which shares on it is told that many runs failed, or went on by On Failure. */
function Rates({ onEnd, onChange }: AlertProps) {
  return (
    <>
      <NumberField
        label={texts.rate}
        description={texts.rateHelp}
        min={1}
        max={100}
        styles={rateStyles}
        unit={formatTexts.percentUnit}
        value={onEnd.failureRatePercent ?? USUAL_RATE}
        data-document-field
        onChange={(rate) => onChange({ failureRatePercent: rate }, 'rate')}
      />
      <NumberField
        label={texts.caughtRate}
        description={texts.caughtRateHelp}
        min={1}
        max={100}
        styles={rateStyles}
        unit={formatTexts.percentUnit}
        value={onEnd.caughtRatePercent ?? USUAL_RATE}
        data-document-field
        onChange={(rate) => onChange({ caughtRatePercent: rate }, 'caughtRate')}
      />
    </>
  )
}

const rateStyles = { wrapper: { width: 120 } } as const

function FlowField({ onEnd: { flowId }, onChange }: AlertProps) {
  const ownId = useEditor(selectFlowId)
  const definitions = useEditor(selectDefinitions)
  const { data: flows } = useFlows()
  const fitting = (flows ?? []).filter((flow) => flow.id !== ownId && canBeTold(flow, definitions))
  const isGone = flowId !== undefined && flows !== undefined && !fitting.some(({ id }) => id === flowId)
  const options = [
    { value: none, label: texts.noFlow },
    ...fitting.map(({ id, name }) => ({ value: id, label: name })),
    ...(isGone ? [{ value: flowId, label: texts.goneFlow }] : []),
  ]
  return (
    <Select
      label={texts.flow}
      description={fitting.length === 0 ? texts.noSuchFlow : texts.flowHelp}
      data={options}
      value={flowId ?? none}
      searchable={options.length > 8}
      allowDeselect={false}
      data-field-path="settings.onEnd.flowId"
      onChange={(value) => onChange({ flowId: value === null || value === none ? undefined : value }, 'flow')}
    />
  )
}

/** It has a trigger that calls of its flow start. */
function canBeTold({ triggers }: FlowListItem, definitions: Definitions): boolean {
  return triggers.some((type) => {
    const listens = definitions.get(type)?.listens
    return listens !== undefined && 'api' in listens
  })
}

/** What is no address yet stays in the field, and the last whole one in the flow, which could not be saved with it. */
function UrlField({ onEnd: { url = '' }, onChange }: AlertProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && typed.trim() !== '' && !isAddress(typed)
  return (
    <TextInput
      label={texts.url}
      description={texts.urlHelp}
      placeholder={texts.urlPlaceholder}
      type="url"
      maxLength={2_000}
      value={typed ?? url}
      error={isWrong ? texts.urlWrong : false}
      data-field-path="settings.onEnd.url"
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        if (value.trim() === '') onChange({ url: undefined }, 'url')
        else if (isAddress(value)) onChange({ url: value.trim() }, 'url')
      }}
      onBlur={() => !isWrong && setTyped(null)}
    />
  )
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(text.trim())
}

/** Undefined when nobody is left to be told. */
function merged(onEnd: OnEnd, changes: AlertChanges): OnEnd | undefined {
  const given = Object.entries({ ...onEnd, ...changes }).filter(([, value]) => value !== undefined)
  const next: OnEnd = Object.fromEntries(given)
  return waysOf(next).length === 0 ? undefined : next
}

const ways = ['flowId', 'url', 'text', 'email'] as const

function waysOf(onEnd: OnEnd): readonly (typeof ways)[number][] {
  return ways.filter((way) => onEnd[way] !== undefined)
}

function summaryOf(onEnd: OnEnd): string {
  const [way, ...others] = waysOf(onEnd)
  const { summary } = texts
  if (way === undefined) return summary.none
  return others.length === 0 ? summary[way === 'flowId' ? 'flow' : way] : summary.several(others.length + 1)
}
