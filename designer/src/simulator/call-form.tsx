import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { testCall } from '../api/commands.ts'
import { ApiProblem } from '../api/problem.ts'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlayerPlay } from '../ui/icons.ts'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import classes from './api-test.module.css'
import { type CallOutcome, CallOutcomeView } from './call-outcome.tsx'
import type { CalledTrigger } from './called-trigger.ts'
import { InputField } from './input-field.tsx'
import { sentBody } from './sent-body.ts'

const selectFlowId = (state: EditorState) => state.flowId

/** The values of a call, examples filled in, with what became of the last one underneath. */
export function CallForm({ trigger }: { readonly trigger: CalledTrigger }) {
  const store = useEditorStore()
  const flowId = useEditor(selectFlowId)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [outcome, setOutcome] = useState<CallOutcome | null>(null)
  const [isSending, setSending] = useState(false)
  const fields = fieldsOf(trigger).map((field) => ({ ...field, text: typed[field.name] ?? field.example }))
  const problem = outcome !== null && 'problem' in outcome ? outcome.problem : null
  const errorOf = (name: string) => (problem instanceof ApiProblem ? problem.fieldMessage(name) : undefined)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (isSending) return
    setSending(true)
    try {
      const answer = await testCall(flowId, sentBody(fields))
      setOutcome({ answer })
      store.getState().showRun(answer.runId)
    } catch (thrown) {
      setOutcome({ problem: thrown })
    } finally {
      setSending(false)
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void send(event)}>
      <div className={classes.body}>
        <div className={classes.fields}>
          <p className="sub">{texts.realTexts}</p>
          {fields.map((field) => (
            <InputField
              key={field.name}
              input={field}
              label={field.label}
              value={field.text}
              error={errorOf(field.name)}
              onChange={(text) => setTyped((before) => ({ ...before, [field.name]: text }))}
            />
          ))}
        </div>
        {outcome !== null && <CallOutcomeView outcome={outcome} />}
      </div>
      <div className={classes.foot}>
        <Button type="submit" variant="filled" loading={isSending} leftSection={<Icon of={IconPlayerPlay} />}>
          {texts.send}
        </Button>
      </div>
    </form>
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
