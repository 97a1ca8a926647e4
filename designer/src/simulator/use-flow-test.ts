import type { TestRequest } from '@patchbay/shared/api'
import { useState } from 'react'
import { testFlow } from '../api/commands.ts'
import { saveDraft } from '../commands/save.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { TestVersion } from '../editing/store/editor-state.ts'
import type { CallOutcome } from './call-outcome.tsx'

export type Sends = NonNullable<TestRequest['sends']>

export interface FlowTest {
  readonly version: TestVersion
  readonly outcome: CallOutcome | null
  readonly isSending: boolean
  /** Where the messages of a draft go. */
  readonly sends: Sends
  setSends(sends: Sends): void
  /** Starts a run as the trigger would, and shows it on the board. One at a time. */
  send(event: Pick<TestRequest, 'body' | 'request'>): Promise<void>
}

/** Tests of one trigger. A draft is saved first, as before a deploy. */
export function useFlowTest(version: TestVersion, nodeId: number): FlowTest {
  const services = useEditorServices()
  const [outcome, setOutcome] = useState<CallOutcome | null>(null)
  const [isSending, setSending] = useState(false)
  const [sends, setSends] = useState<Sends>('simulator')
  return {
    version,
    outcome,
    isSending,
    sends,
    setSends,
    async send(event) {
      if (isSending) return
      setSending(true)
      try {
        const isDraft = version === 'draft'
        if (isDraft && !(await saveDraft(services))) return
        const { flowId, showRun } = services.store.getState()
        const answer = await testFlow(flowId, { ...event, version, nodeId, ...(isDraft ? { sends } : {}) })
        setOutcome({ answer, sends: isDraft ? sends : 'real' })
        showRun(answer.runId)
      } catch (thrown) {
        setOutcome({ problem: thrown })
      } finally {
        setSending(false)
      }
    },
  }
}
