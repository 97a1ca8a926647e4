import type { UiHints } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'
import { joinClasses } from '../../ui/join-classes.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { allWidgets } from '../widgets/all-widgets.tsx'
import { RowForms } from '../widgets/row-forms.tsx'
import formClasses from './form.module.css'
import { problemPath } from './form-context.tsx'
import { type FormField, type FormGroup, layoutForm } from './layout-form.ts'

interface SchemaFormProps {
  readonly schema: TSchema
  readonly inputs: Readonly<Record<string, unknown>>
  /** Draws the inputs of this section of the panel. Default: those of none. */
  readonly section?: UiHints['section']
}

/** The inputs of an action as its schema and the hints in it say. */
export function SchemaForm({ schema, inputs, section }: SchemaFormProps) {
  const groups = layoutForm(schema, inputs, section)
  if (groups.length === 0) return <p className={formClasses.help}>{inspectorTexts.noInputs}</p>
  return drawGroups(groups)
}

function drawGroups(groups: readonly FormGroup[]) {
  return (
    <div className={formClasses.form}>
      {groups.map((group) => (
        <Group key={groupKey(group)} group={group} />
      ))}
    </div>
  )
}

function Group({ group }: { readonly group: FormGroup }) {
  return (
    <>
      {group.title !== null && <h4 className={formClasses.groupTitle}>{group.title}</h4>}
      {group.lines.map((line) => (
        <div
          key={line.map(({ path }) => problemPath(path)).join()}
          className={joinClasses(
            formClasses.line,
            line.length === 2 && formClasses.lineOf2,
            line.length === 3 && formClasses.lineOf3,
          )}
        >
          {line.map((field) => (
            <FieldWidget key={problemPath(field.path)} field={field} />
          ))}
        </div>
      ))}
    </>
  )
}

function FieldWidget({ field }: { readonly field: FormField }) {
  if (field.widget === 'row-forms') return <RowForms field={field} draw={drawGroups} />
  if (field.widget === 'fields' || field.widget === 'hidden') return null
  const WidgetOf = allWidgets[field.widget]
  return <WidgetOf field={field} />
}

function groupKey({ title, lines }: FormGroup): string {
  return `${title}:${lines[0]?.[0] ? problemPath(lines[0][0].path) : ''}`
}
