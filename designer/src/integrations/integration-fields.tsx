import { Button, TextInput } from '@mantine/core'
import { type AuthenticationType, authenticationTypes, manifestEndpoints } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { useState } from 'react'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { useManifestForm } from './form-context.tsx'
import { emptyField, listOf, missingFields, textOf } from './manifest-document.ts'
import classes from './manifest-form.module.css'
import { PartChoice, PartFlag, PartLongText, type PartProps, PartText } from './part-fields.tsx'
import { PartList } from './part-list.tsx'

const texts = integrationTexts.form
const AT = 'integration'

interface IntegrationFieldsProps {
  readonly integration: JsonObject
  /** Its system name stays. */
  readonly isKnown: boolean
  readonly onChange: (integration: JsonObject) => void
}

/** Everything of an integration but its actions. */
export function IntegrationFields({ integration, isKnown, onChange }: IntegrationFieldsProps) {
  const part = { part: integration, at: AT, onChange }
  const url = { placeholder: texts.https, mono: true }
  return (
    <>
      <section className={classes.section}>
        <h2>{texts.about}</h2>
        <PartText {...part} name="display_name" label={texts.displayName} help={texts.displayNameHelp} required />
        <PartText {...part} name="name" label={texts.name} help={texts.nameHelp} required mono readOnly={isKnown} />
        <PartLongText {...part} name="description" label={texts.description} required />
        <PartText {...part} name="logo_url" label={texts.logo} help={texts.imageHelp} required {...url} />
        <PartText {...part} name="icon_url" label={texts.icon} required {...url} />
      </section>
      <SignIn {...part} />
      <section className={classes.section}>
        <h2>{texts.endpointsTitle}</h2>
        <p className="sub">{texts.endpointsHelp}</p>
        {manifestEndpoints.map((name) => (
          <PartText key={name} {...part} name={name} label={texts.endpoints[name]} {...url} />
        ))}
        <InteractionTypes {...part} />
      </section>
    </>
  )
}

function SignIn({ part, at, onChange }: PartProps) {
  const type = authenticationTypes.find((one) => one === part.authentication_type)
  const fields = listOf(part, 'authentication_configuration')
  const missing = missingFields(part)
  const setFields = (list: readonly JsonObject[]) => onChange({ ...part, authentication_configuration: list })
  return (
    <section className={classes.section}>
      <h2>{texts.signInTitle}</h2>
      <PartChoice
        part={part}
        at={at}
        name="authentication_type"
        label={texts.signIn}
        options={integrationTexts.signIn satisfies Record<AuthenticationType, string>}
        onChange={onChange}
        {...(type !== undefined && { help: integrationTexts.signInHelp[type] })}
      />
      {type !== 'none' && (
        <div>
          <div className={classes.label}>{texts.fields}</div>
          <PartList
            parts={fields}
            at={`${at}.authentication_configuration`}
            titleOf={(field, row) => textOf(field, 'display') || textOf(field, 'field_name') || texts.field(row)}
            factsOf={fieldFacts}
            removeLabel={texts.removeField}
            addLabel={texts.addField}
            empty={emptyField}
            onChange={setFields}
            draw={(props) => <CredentialFields {...props} />}
          />
          {missing.length > 0 && (
            <Button size="sm" onClick={() => setFields([...fields, ...missing])}>
              {texts.missingFields}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function fieldFacts(field: JsonObject): string {
  const type = textOf(field, 'type').toLowerCase()
  const kind = type === 'password' || type === 'oauth' ? texts.types[type] : texts.types.input
  return field.mandatory === true ? texts.requiredKind(kind) : kind
}

function CredentialFields(props: PartProps) {
  return (
    <>
      <div className={classes.pair}>
        <PartText {...props} name="display" label={texts.label} required />
        <PartText {...props} name="field_name" label={texts.fieldName} required mono />
      </div>
      <PartChoice {...props} name="type" label={texts.type} options={texts.types} />
      <PartText {...props} name="help" label={texts.helpText} />
      <PartText {...props} name="format" label={texts.format} placeholder={texts.formatPlaceholder} mono />
      <div className={classes.flags}>
        <PartFlag {...props} name="mandatory" label={texts.mandatory} />
        <PartFlag {...props} name="store" label={texts.store} />
      </div>
    </>
  )
}

function InteractionTypes({ part, at, onChange }: PartProps) {
  const path = `${at}.interaction_types`
  const { errorOf, touch } = useManifestForm()
  const [typed, setTyped] = useState('')
  const known = Array.isArray(part.interaction_types) ? part.interaction_types.join(', ') : ''
  // As it is typed: a comma at the end stands for nothing yet.
  const text = wordsIn(typed).join(', ') === known ? typed : known
  return (
    <TextInput
      label={texts.interactionTypes}
      description={texts.interactionTypesHelp}
      data-path={path}
      value={text}
      error={errorOf(path)}
      onBlur={() => touch(path)}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        onChange({ ...part, interaction_types: wordsIn(value) })
      }}
    />
  )
}

function wordsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}
