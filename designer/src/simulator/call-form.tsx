import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'
import type { TestVersion } from '../editing/store/editor-state.ts'
import { IconPlayerPlay } from '../ui/icons.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { type CalledTrigger, calledTrigger } from './called-trigger.ts'
import { InputField } from './input-field.tsx'
import { sentBody } from './sent-body.ts'
import { TestForm } from './test-form.tsx'
import type { TestedTrigger } from './tested-triggers.ts'
import { useFlowTest } from './use-flow-test.ts'

interface CallFormProps {
  readonly trigger: TestedTrigger
  readonly version: TestVersion
}

/** The values of a call, examples filled in. */
export function CallForm({ trigger: { node, definition }, version }: CallFormProps) {
  const test = useFlowTest(version, node.id)
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map())
  const { outcome } = test
  const fields = fieldsOf(calledTrigger(node, definition)).map((field) => ({
    ...field,
    text: typed.get(field.name) ?? field.example,
  }))
  const problem = outcome !== null && 'problem' in outcome ? outcome.problem : null
  const errorOf = (name: string) => (problem instanceof ApiProblem ? problem.fieldMessage(name) : undefined)
  return (
    <TestForm
      test={test}
      send={texts.send}
      icon={IconPlayerPlay}
      onSend={() => void test.send({ body: sentBody(fields) })}
    >
      {fields.map((field) => (
        <InputField
          key={field.name}
          input={field}
          label={field.label}
          value={field.text}
          error={errorOf(field.name)}
          onChange={(text) => setTyped((before) => new Map(before).set(field.name, text))}
        />
      ))}
    </TestForm>
  )
}

/** Whom the call is about first, as on the call that the panel of the trigger shows. */
function fieldsOf({ inputs, also }: CalledTrigger) {
  const others = also.map(({ name, title, sample }) => ({
    name,
    label: texts.variable(title, name),
    type: 'text' as const,
    required: false,
    default: '',
    example: sample,
    description: '',
  }))
  return [...others, ...inputs.map((input) => ({ ...input, label: input.name }))]
}
