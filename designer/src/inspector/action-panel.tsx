import { Textarea, TextInput } from '@mantine/core'
import { type FlowNode, isCalledByHttp, propertiesOf, renameNode, setNodeNote } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useEffect, useState } from 'react'
import { deleteSelection } from '../commands/delete-selection.ts'
import { duplicateSelection } from '../commands/duplicate-selection.ts'
import { testAction } from '../commands/test-action.ts'
import { toggleDisabled } from '../commands/toggle-disabled.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Note } from '../ui/note.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { Tile } from '../ui/tile.tsx'
import { ConsentNote } from './consent-note.tsx'
import { ExitsSection } from './exits-section.tsx'
import formClasses from './form/form.module.css'
import { FormContext } from './form/form-context.tsx'
import { SchemaForm } from './form/schema-form.tsx'
import { useFormServices } from './form/use-form-services.ts'
import { FormFields } from './form-fields.tsx'
import { NewerVersion } from './newer-version.tsx'
import classes from './panel.module.css'
import { PanelHead } from './panel-head.tsx'
import { RequestsSection } from './requests-section.tsx'
import { RetryFields } from './retry-fields.tsx'
import { Section } from './section.tsx'
import { TestFoot } from './test-foot.tsx'
import { useFieldTarget } from './use-field-target.ts'
import { VariablesSection } from './variables-section.tsx'

const texts = inspectorTexts
const actionCommands = [duplicateSelection, toggleDisabled, deleteSelection]
const testableCommands = [testAction, ...actionCommands]

/** The panel of one action. Drawn anew for each action, so that no field carries over. */
export function ActionPanel({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore()
  const definition = useEditor((state) => state.definitions.of(node) ?? null)
  const canEdit = useEditor((state) => state.canEdit)
  const body = useFieldTarget(node.id, node.type, definition ?? undefined)
  const rename = (name: string) => store.getState().apply((flow) => renameNode(flow, node.id, name))
  return (
    <>
      <PanelHead
        tile={<Tile of={definition} />}
        name={node.name}
        subtitle={
          <>
            <b className="num">#{node.id}</b> {definition?.title ?? node.type}
          </>
        }
        onRename={rename}
        commands={definition?.test ? testableCommands : actionCommands}
      />
      <div ref={body} className={classes.body}>
        <Section
          id="general"
          nodeType={node.type}
          title={texts.sections.general}
          summary={texts.generalSummary(node.id, Boolean(node.note))}
        >
          <FormFields>
            <General node={node} />
            {definition?.kind === 'action' && (
              <div className={`${formClasses.form} ${classes.further}`}>
                <RetryFields node={node} />
              </div>
            )}
          </FormFields>
        </Section>
        <NewerVersion node={node} />
        {definition?.retired !== undefined && <Note tone="bad">{texts.retired(definition.retired)}</Note>}
        {definition ? (
          <Sections node={node} definition={definition} />
        ) : (
          <p className={classes.message}>{texts.unknownType(node.type)}</p>
        )}
      </div>
      {definition?.test && canEdit && <TestFoot nodeId={node.id} title={definition.test.title} />}
    </>
  )
}

function General({ node }: { readonly node: FlowNode }) {
  const store = useEditorStore()
  const [name, setName] = useState(node.name)
  useEffect(() => setName(node.name), [node.name])
  const edit = (change: Parameters<EditorState['apply']>[0], key: string) =>
    store.getState().apply(change, { policy: 'merge', mergeKey: `${key}:${node.id}` })
  return (
    <div className={formClasses.form}>
      <TextInput
        label={texts.name}
        required
        value={name}
        maxLength={120}
        data-field-path="name"
        onChange={(event) => {
          const { value } = event.currentTarget
          setName(value)
          edit((flow) => renameNode(flow, node.id, value), 'name')
        }}
        onBlur={() => setName(node.name)}
      />
      <Textarea
        label={texts.note}
        placeholder={texts.notePlaceholder}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={node.note ?? ''}
        data-document-field
        onChange={(event) => {
          const { value } = event.currentTarget
          edit((flow) => setNodeNote(flow, node.id, value), 'note')
        }}
      />
    </div>
  )
}

interface SectionsProps {
  readonly node: FlowNode
  readonly definition: NodeDefinition
}

function Sections({ node, definition }: SectionsProps) {
  const form = useFormServices(node, definition)
  return (
    <FormContext.Provider value={form}>
      {isCalledByHttp(definition.listens) && (
        <Section id="calling" nodeType={node.type} title={texts.sections.calling}>
          <FormFields>
            <SchemaForm schema={definition.inputs} inputs={node.inputs} section="calling" />
          </FormFields>
        </Section>
      )}
      <Section id="inputs" nodeType={node.type} title={texts.sections.inputs}>
        <FormFields>
          <SchemaForm schema={definition.inputs} inputs={node.inputs} />
        </FormFields>
        {sendsMessages(definition) && <ConsentNote />}
      </Section>
      {hasMore(definition) && (
        <Section id="more" nodeType={node.type} title={texts.sections.more}>
          <FormFields>
            <SchemaForm schema={definition.inputs} inputs={node.inputs} section="more" />
          </FormFields>
        </Section>
      )}
      {isCalledByHttp(definition.listens) && (
        <Section id="requests" nodeType={node.type} title={texts.sections.requests}>
          <RequestsSection nodeId={node.id} />
        </Section>
      )}
      <Section
        id="variables"
        nodeType={node.type}
        title={texts.sections.variables}
        summary={form.variables.list.length}
        staysInSight
      >
        <VariablesSection />
      </Section>
      <Section id="exits" nodeType={node.type} title={texts.sections.exits}>
        <ExitsSection node={node} definition={definition} />
      </Section>
    </FormContext.Provider>
  )
}

function sendsMessages({ repeat }: NodeDefinition): boolean {
  return typeof repeat === 'object' && 'channelOf' in repeat
}

function hasMore(definition: NodeDefinition): boolean {
  return propertiesOf(definition.inputs).some(([, property]) => property['x-ui']?.section === 'more')
}
