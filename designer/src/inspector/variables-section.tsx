import { Switch } from '@mantine/core'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCalendarClock } from '../ui/icons.ts'
import { showCodes, useShownCodes } from '../ui/shown-codes.ts'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import { Tile } from '../ui/tile.tsx'
import { toasts } from '../ui/toasts.tsx'
import { VariablePill } from '../ui/variable-pill.tsx'
import formClasses from './form/form.module.css'
import { useForm } from './form/form-context.tsx'
import classes from './panel.module.css'
import type { FieldVariable } from './template/field-variables.ts'
import templateClasses from './template/template.module.css'
import { groupTitle, groupVariables, sampleNote, type VariableGroup } from './template/variable-menu.tsx'

const texts = inspectorTexts
const selectDefinitions = (state: EditorState) => state.definitions

/** Everything the fields of this action may use, by the action that sets it. */
export function VariablesSection() {
  const { variables, lastTemplate } = useForm()
  const codes = useShownCodes()
  if (variables.list.length === 0) return <p className={formClasses.help}>{texts.noVariablesYet}</p>
  const use = (variable: FieldVariable) => {
    if (lastTemplate.current) lastTemplate.current.insert(variable.token)
    else void copy(variable.token)
  }
  return (
    <>
      <p className={formClasses.help}>{texts.insertHint}</p>
      {groupVariables(variables.list).map((group) => (
        <Group key={group.nodeId ?? group.name} group={group} onUse={use} />
      ))}
      <Switch
        size="xs"
        label={texts.showCodes}
        checked={codes}
        onChange={(event) => showCodes(event.currentTarget.checked)}
      />
    </>
  )
}

interface GroupProps {
  readonly group: VariableGroup
  readonly onUse: (variable: FieldVariable) => void
}

function Group({ group, onUse }: GroupProps) {
  const definition = useEditor(selectDefinitions).get(group.type)
  return (
    <section aria-label={groupTitle(group)}>
      <div className={classes.variableGroup} aria-hidden="true">
        {definition ? <Tile of={definition} size="xs" /> : <Icon of={IconCalendarClock} size={14} />}
        {groupTitle(group)}
        {sampleNote(group) !== null && <span className={templateClasses.groupNote}>{sampleNote(group)}</span>}
      </div>
      {group.variables.map((variable) => (
        <button
          key={variable.token}
          type="button"
          className={classes.variable}
          title={variable.title}
          draggable
          onDragStart={(event) => {
            // As text, so that every field takes it where it is dropped.
            event.dataTransfer.setData('text/plain', variable.token)
            event.dataTransfer.effectAllowed = 'copy'
          }}
          onClick={() => onUse(variable)}
        >
          <VariablePill
            token={variable.token}
            words={variable.words}
            category={variable.producer?.category ?? 'logic'}
          />
          <span className={templateClasses.sample}>{variable.shownSample}</span>
        </button>
      ))}
    </section>
  )
}

async function copy(token: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(token)
    toasts.success({ title: texts.inserted(token), message: texts.insertedText })
  } catch (thrown) {
    toasts.error(texts.insertedText, thrown)
  }
}
