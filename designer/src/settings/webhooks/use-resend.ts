import type { Resend } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { resendEvents } from '../../api/commands.ts'
import { keys } from '../../api/keys.ts'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'

const texts = eventWebhookTexts.log

/** Sends events of a webhook again and says how many; `send` resolves to whether that worked. */
export function useResend(webhookId: string) {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const send = async (what: Resend): Promise<boolean> => {
    setBusy(true)
    try {
      const { count } = await resendEvents(webhookId, what)
      await client.invalidateQueries({ queryKey: keys.webhook(webhookId) })
      toasts.success({ title: texts.resent(count) })
      return true
    } catch (thrown) {
      toasts.error(texts.notResent, thrown)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, send }
}
