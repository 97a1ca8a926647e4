import { Select, Textarea, TextInput } from '@mantine/core'
import { setFlowDetails } from '@patchbay/shared/flow'
import { useEffect, useMemo, useState } from 'react'
import { useVersions } from '../api/queries.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconRoute } from '../ui/icons.ts'
import { NumberField } from '../ui/number-field.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { timeZones } from '../ui/time-zones.ts'
import { AlertsSection } from './alerts-section.tsx'
import formClasses from './form/form.module.css'
import { FormFields } from './form-fields.tsx'
import { LimitField } from './limit-field.tsx'
import classes from './panel.module.css'
import { PanelHead } from './panel-head.tsx'
import { PauseField } from './pause-field.tsx'
import { Section } from './section.tsx'
import { useFieldTarget } from './use-field-target.ts'
import { VersionsSection } from './versions-section.tsx'

const texts = inspectorTexts
const selectDocument = (state: EditorState) => state.document
const selectFlowId = (state: EditorState) => state.flowId
type Details = Parameters<typeof setFlowDetails>[1]

/** The panel while no action is selected: the flow itself. */
export function FlowPanel() {
  const store = useEditorStore()
  const document = useEditor(selectDocument)
  const flowId = useEditor(selectFlowId)
  const versions = useVersions(flowId)
  const body = useFieldTarget(null, 'flow')
  const edit = (details: Details, key: string) =>
    store.getState().apply((flow) => setFlowDetails(flow, details), { policy: 'merge', mergeKey: `flow:${key}` })
  const count = versions.data?.length ?? 0
  return (
    <>
      <PanelHead
        tile={
          <span className={classes.plainTile}>
            <Icon of={IconRoute} size={17} />
          </span>
        }
        name={document.name}
        subtitle={texts.flow}
        onRename={(name) => edit({ name }, 'name')}
      />
      <div ref={body} className={classes.body}>
        <Section id="details" nodeType="flow" title={texts.sections.details}>
          <DetailsFields edit={edit} />
        </Section>
        <Section id="settings" nodeType="flow" title={texts.sections.settings}>
          <FormFields>
            <SettingsFields edit={edit} />
          </FormFields>
        </Section>
        <AlertsSection />
        <Section
          id="versions"
          nodeType="flow"
          title={texts.sections.versions}
          summary={count === 0 ? texts.neverDeployed : texts.versionCount(count)}
        >
          <VersionsSection />
        </Section>
      </div>
    </>
  )
}

interface FieldsProps {
  readonly edit: (details: Details, key: string) => void
}

function DetailsFields({ edit }: FieldsProps) {
  const document = useEditor(selectDocument)
  const flowId = useEditor(selectFlowId)
  const [name, setName] = useState(document.name)
  useEffect(() => setName(document.name), [document.name])
  return (
    <div className={formClasses.form}>
      <FormFields>
        <div className={formClasses.form}>
          <TextInput
            label={texts.flowName}
            required
            maxLength={120}
            value={name}
            data-field-path="name"
            data-document-field
            onChange={(event) => {
              setName(event.currentTarget.value)
              edit({ name: event.currentTarget.value }, 'name')
            }}
            onBlur={() => setName(document.name)}
          />
          <Textarea
            label={texts.description}
            placeholder={texts.descriptionPlaceholder}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={2000}
            value={document.description}
            data-field-path="description"
            data-document-field
            onChange={(event) => edit({ description: event.currentTarget.value }, 'description')}
          />
        </div>
      </FormFields>
      <div>
        <div className={`${formClasses.labelLine} ${formClasses.label}`}>{texts.flowId}</div>
        <div className={formClasses.readOnly}>
          <code>{flowId}</code>
          <CopyButton value={flowId} label={texts.copyFlowId} />
        </div>
        <p className={formClasses.help}>{texts.flowIdHelp}</p>
      </div>
    </div>
  )
}

function SettingsFields({ edit }: FieldsProps) {
  const { settings } = useEditor(selectDocument)
  const zones = useMemo(() => timeZones(settings.timeZone), [settings.timeZone])
  return (
    <div className={formClasses.form}>
      <Select
        label={texts.timeZone}
        description={texts.timeZoneHelp}
        required
        searchable
        limit={200}
        data={zones}
        value={settings.timeZone}
        data-field-path="settings.timeZone"
        onChange={(timeZone) => timeZone && edit({ settings: { timeZone } }, 'timeZone')}
      />
      <div className={`${formClasses.line} ${formClasses.lineOf2}`}>
        <NumberField
          label={texts.maxSteps}
          description={texts.maxStepsHelp}
          min={1}
          max={100_000}
          isInteger
          isRequired
          value={settings.maxSteps}
          data-field-path="settings.maxSteps"
          data-document-field
          onChange={(maxSteps) => maxSteps !== undefined && edit({ settings: { maxSteps } }, 'maxSteps')}
        />
        <LimitField name="maxDurationSeconds" />
      </div>
      <div className={`${formClasses.line} ${formClasses.lineOf2}`}>
        <LimitField name="concurrency" />
        <LimitField name="ratePerMinute" />
      </div>
      <PauseField />
    </div>
  )
}
