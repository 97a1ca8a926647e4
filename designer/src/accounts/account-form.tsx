import type { AccountDefinition } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { changedRows, type FlowProblem, type InputPath, inputAt, setAt, withDefaults } from '@patchbay/shared/flow'
import { useMemo, useRef } from 'react'
import { FormContext, type FormServices } from '../inspector/form/form-context.tsx'
import { SchemaForm } from '../inspector/form/schema-form.tsx'
import type { FieldVariables } from '../inspector/template/field-variables.ts'
import type { TemplateHandle } from '../inspector/template/template-input.tsx'

export type AccountProperties = Readonly<Record<string, unknown>>

interface AccountFormProps {
  readonly definition: AccountDefinition
  readonly properties: AccountProperties
  /** What the server said of them; paths begin with `properties`. */
  readonly errors: readonly FieldError[]
  readonly onChange: (properties: AccountProperties) => void
}

/** An account is used by many runs, so its properties take no variables. */
const noVariables: FieldVariables = {
  list: [],
  suggestionFor: () => null,
  styleOf: () => {
    throw new Error('Properties of accounts take no variables.')
  },
}

/** The properties of an account, drawn by the same form as the inputs of actions. */
export function AccountForm({ definition, properties, errors, onChange }: AccountFormProps) {
  const lastTemplate = useRef<TemplateHandle | null>(null)
  const services = useMemo<FormServices>(() => {
    const set = (path: InputPath, value: unknown) => {
      const changed: unknown = setAt(properties, path, value)
      if (isRecord(changed)) onChange(changed)
    }
    return {
      nodeId: 0,
      type: definition.id,
      typeVersion: 1,
      schema: definition.properties,
      exits: [],
      inputs: propertiesWithDefaults(definition, properties),
      variables: noVariables,
      variablesAtEnd: noVariables,
      problems: errors.map(toProblem),
      set,
      changeRows: (path, change) => {
        const rows = inputAt(properties, path)
        set(path, changedRows(Array.isArray(rows) ? rows : [], change))
      },
      lastTemplate,
      isTouched: () => true,
      touch: () => undefined,
    }
  }, [definition, properties, errors, onChange])
  return (
    <FormContext.Provider value={services}>
      <SchemaForm schema={definition.properties} inputs={properties} />
    </FormContext.Provider>
  )
}

/** What the server is sent: the properties with the defaults that the form shows. */
export function propertiesWithDefaults(
  definition: AccountDefinition,
  properties: AccountProperties,
): AccountProperties {
  const complete: unknown = withDefaults(definition.properties, properties)
  return isRecord(complete) ? complete : {}
}

function toProblem({ path, message }: FieldError): FlowProblem {
  return { severity: 'error', path: path.replace(/^properties/, 'inputs'), code: 'INPUT_INVALID', message }
}

function isRecord(value: unknown): value is AccountProperties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
