import { type ManifestInputType, manifestInputTypes } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { emptyAction, emptyInput, listOf, textOf } from './manifest-document.ts'
import classes from './manifest-form.module.css'
import { PartChoice, PartFlag, PartLongText, type PartProps, PartText } from './part-fields.tsx'
import { PartList } from './part-list.tsx'

const texts = integrationTexts.form

interface ActionFieldsProps {
  readonly actions: readonly JsonObject[]
  /** The system name of the integration. */
  readonly provider: string
  readonly onChange: (actions: readonly JsonObject[]) => void
}

/** The actions of an integration with their inputs. */
export function ActionFields({ actions, provider, onChange }: ActionFieldsProps) {
  return (
    <section className={classes.section}>
      <h2>{texts.actionsTitle}</h2>
      <PartList
        parts={actions}
        at="actions"
        titleOf={(action, row) => textOf(action, 'display') || textOf(action, 'name') || texts.action(row)}
        factsOf={(action) => texts.inputsOf(listOf(action, 'inputs').length)}
        removeLabel={texts.removeAction}
        addLabel={texts.addAction}
        empty={emptyAction(provider)}
        onChange={onChange}
        draw={(props) => <Action {...props} />}
      />
    </section>
  )
}

function Action(props: PartProps) {
  const { part, at, onChange } = props
  return (
    <>
      <div className={classes.pair}>
        <PartText {...props} name="display" label={texts.display} placeholder={texts.displayPlaceholder} required />
        <PartText {...props} name="name" label={texts.actionName} required mono />
      </div>
      <PartLongText {...props} name="description" label={texts.description} required />
      <PartText {...props} name="endpoint" label={texts.endpoint} placeholder={texts.https} required mono />
      <div>
        <div className={classes.label}>{texts.inputs}</div>
        <PartList
          parts={listOf(part, 'inputs')}
          at={`${at}.inputs`}
          titleOf={(input, row) => textOf(input, 'name') || textOf(input, 'key') || texts.input(row)}
          factsOf={inputFacts}
          removeLabel={texts.removeInput}
          addLabel={texts.addInput}
          empty={emptyInput}
          onChange={(inputs) => onChange({ ...part, inputs })}
          draw={(input) => <Input {...input} />}
        />
      </div>
    </>
  )
}

function inputFacts(input: JsonObject): string {
  const kind = texts.inputTypes[typeOf(input)]
  return input.mandatory === true ? texts.requiredKind(kind) : kind
}

function Input(props: PartProps) {
  const isSelect = typeOf(props.part) === 'select'
  return (
    <>
      <div className={classes.pair}>
        <PartText {...props} name="name" label={texts.label} required />
        <PartText {...props} name="key" label={texts.fieldName} required mono />
      </div>
      <PartChoice {...props} name="type" label={texts.type} options={texts.inputTypes} />
      <PartText
        {...props}
        name="format"
        label={isSelect ? texts.choices : texts.default}
        {...(isSelect ? { placeholder: texts.choicesPlaceholder, required: true } : { help: texts.defaultHelp })}
      />
      <PartFlag {...props} name="mandatory" label={texts.mandatory} />
    </>
  )
}

function typeOf(input: JsonObject): ManifestInputType {
  return manifestInputTypes.find((type) => type === textOf(input, 'type').toLowerCase()) ?? 'text'
}
