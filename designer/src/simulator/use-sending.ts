import type { Address, SimulatorText } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sendSimulatorText } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useEditorStore } from '../editing/editor-context.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Phone } from './phones.ts'

export type Said = Pick<SimulatorText, 'text' | 'choice' | 'media'>

export interface Sending {
  readonly isBusy: boolean
  /** Sends as the contact, and shows the run that it starts or continues. Resolves to false when it was not sent. */
  send(said: Said): Promise<boolean>
}

/** Sends messages of a phone to one of our addresses, one at a time. */
export function useSending({ channel, contact }: Phone, to: Address | undefined): Sending {
  const store = useEditorStore()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  return {
    isBusy,
    async send(said) {
      if (isBusy || to === undefined) return false
      setBusy(true)
      try {
        const { runId } = await sendSimulatorText({ channel, from: contact, to: to.value, ...said })
        if (runId !== null) store.getState().showRun(runId)
        await client.invalidateQueries({ queryKey: keys.messages })
        return true
      } catch (thrown) {
        toasts.error(simulatorTexts.notSent, thrown)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
