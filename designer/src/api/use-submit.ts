import { type FormEvent, useState } from 'react'
import { messageOf } from '../ui/toasts.tsx'
import { ApiProblem } from './problem.ts'

/** The state of a form that is sent. */
export interface Submit {
  /** It is being sent. It stays so when that worked, because the form goes then. */
  readonly isBusy: boolean
  /** Why the last try failed; null without one. */
  readonly message: string | null
  /** Whether the reason names fields, which then say it themselves. */
  readonly isOfFields: boolean
  /** What is wrong with a field; undefined when the reason does not name it. */
  fieldMessage(name: string): string | undefined
  onSubmit(event: FormEvent): Promise<void>
}

/** @param send throws an Error with a sentence for people when the form cannot be sent, or did not arrive */
export function useSubmit(send: () => Promise<void>): Submit {
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const refusal = problem instanceof ApiProblem ? problem : undefined
  return {
    isBusy,
    message: problem === null ? null : messageOf(problem),
    isOfFields: refusal !== undefined && refusal.errors.length > 0,
    fieldMessage: (name) => refusal?.fieldMessage(name),
    async onSubmit(event) {
      event.preventDefault()
      setBusy(true)
      setProblem(null)
      try {
        await send()
      } catch (thrown) {
        setProblem(thrown)
        setBusy(false)
      }
    },
  }
}
