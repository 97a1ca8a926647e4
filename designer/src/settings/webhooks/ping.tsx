import type { PingResult } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { pingWebhook } from '../../api/commands.ts'
import { keys } from '../../api/keys.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconCircleCheck, IconCircleX } from '../../ui/icons.ts'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.ping

interface PingProps {
  readonly webhookId: string
  /** The PING goes to the URL that is saved. */
  readonly isSaved: boolean
}

/** Sends a PING, and says what came back. */
export function Ping({ webhookId, isSaved }: PingProps) {
  const client = useQueryClient()
  const [result, setResult] = useState<PingResult | null>(null)
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    try {
      setResult(await pingWebhook(webhookId))
      await client.invalidateQueries({ queryKey: keys.webhook(webhookId) })
    } catch (thrown) {
      toasts.error(texts.notSent, thrown)
    }
    setBusy(false)
  }
  return (
    <div className={classes.ping} aria-live="polite" aria-busy={isBusy}>
      <button type="button" className="link" disabled={isBusy || !isSaved} onClick={() => void send()}>
        {texts.send}
      </button>
      {result !== null && <Result result={result} />}
    </div>
  )
}

function Result({ result: { isOk, status, durationMs, answer } }: { readonly result: PingResult }) {
  const said = status === null ? texts.none : isOk ? texts.ok(status, durationMs) : texts.failed(status, durationMs)
  return (
    <div className={classes.pinged} data-ok={isOk || undefined}>
      <p>
        <Icon of={isOk ? IconCircleCheck : IconCircleX} size={14} /> {said}
      </p>
      {answer !== '' && (
        <p className="sub">
          {status === null ? answer : `${texts.answer}: `}
          {status !== null && <code className={classes.code}>{answer}</code>}
        </p>
      )}
    </div>
  )
}
