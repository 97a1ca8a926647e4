import type { Address, SimulatorText } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { sendSimulatorText } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { refuseDraft } from '../commands/refuse-draft.ts'
import { saveDraft } from '../commands/save.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Phone } from './phones.ts'

export type Said = Pick<SimulatorText, 'text' | 'choice' | 'media'>

export interface Sending {
  readonly isBusy: boolean
  /** The flow whose draft is written to. */
  readonly draftOf: string | undefined
  /** Sends as the contact, and shows the run that it starts or continues. Resolves to false when it was not sent. */
  send(said: Said): Promise<boolean>
}

/** Sends messages of a phone to one of our addresses, one at a time. */
export function useSending({ channel, contact }: Phone, to: Address | undefined, draftOf: string | undefined): Sending {
  const services = useEditorServices()
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  return {
    isBusy,
    draftOf,
    async send(said) {
      if (isBusy || to === undefined) return false
      setBusy(true)
      try {
        if (draftOf !== undefined && !(await saveDraft(services))) return false
        const draft = draftOf === undefined ? {} : { draftOf }
        const { runId } = await sendSimulatorText({ channel, ...draft, from: contact, to: to.value, ...said })
        if (runId !== null) services.store.getState().showRun(runId)
        await client.invalidateQueries({ queryKey: keys.messages })
        return true
      } catch (thrown) {
        if (thrown instanceof ApiProblem && thrown.code === 'NOT_DEPLOYABLE') {
          refuseDraft(services, thrown, simulatorTexts.notTested)
          return false
        }
        toasts.error(simulatorTexts.notSent, thrown)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}
