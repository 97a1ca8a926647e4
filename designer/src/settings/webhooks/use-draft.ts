import type { FieldError } from '@patchbay/shared/errors'
import { useState } from 'react'
import { ApiProblem } from '../../api/problem.ts'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import type { WebhookDraft } from './webhook-draft.ts'

const texts = eventWebhookTexts

export interface DraftForm {
  readonly draft: WebhookDraft
  /** Why the PING failed, if that was why it was not saved. */
  readonly pingProblem: string | null
  change(change: Partial<WebhookDraft>): void
  /** What is wrong with a field and anything within it. */
  errorOf(field: string): string | undefined
  /** Looks for what is missing; false when something is. */
  check(): boolean
  /** Keeps what the server said of it. False when the form has no place that says it. */
  refuse(thrown: unknown): boolean
  /** The server has it. */
  reset(draft: WebhookDraft): void
}

/** A webhook that is being entered or changed. */
export function useDraft(start: WebhookDraft): DraftForm {
  const [draft, setDraft] = useState(start)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [pingProblem, setPingProblem] = useState<string | null>(null)
  return {
    draft,
    pingProblem,
    change(change) {
      setDraft((before) => ({ ...before, ...change }))
      const changed = Object.keys(change)
      setErrors((before) => before.filter(({ path }) => !changed.some((field) => belongsTo(path, field))))
    },
    errorOf: (field) => errors.find(({ path }) => belongsTo(path, field))?.message,
    check() {
      const missing = missingIn(draft)
      setErrors(missing)
      setPingProblem(null)
      return missing.length === 0
    },
    refuse(thrown) {
      if (!(thrown instanceof ApiProblem)) return false
      const isPing = thrown.code === 'PING_FAILED'
      setErrors(isPing ? [] : thrown.errors)
      setPingProblem(isPing ? thrown.message : null)
      return isPing
    },
    reset(next) {
      setDraft(next)
      setErrors([])
      setPingProblem(null)
    },
  }
}

function belongsTo(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}/`)
}

function missingIn({ name, url, events }: WebhookDraft): FieldError[] {
  return [
    ...(name.trim() === '' ? [{ path: 'name', message: texts.form.nameMissing }] : []),
    ...(url.trim() === '' ? [{ path: 'url', message: texts.form.urlMissing }] : []),
    ...(events.length === 0 ? [{ path: 'events', message: texts.picker.missing }] : []),
  ]
}
