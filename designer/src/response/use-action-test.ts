import type { ActionTestResponse } from '@patchbay/shared/api'
import { nodeById, sampleOf, setSample } from '@patchbay/shared/flow'
import { useCallback, useEffect, useRef } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import type { EditorStore } from '../editing/store/create-editor-store.ts'
import { messageOf } from '../ui/toasts.tsx'

/**
 * Tries an action once and keeps the result in the store, and a good reply as the sample of the action. Closing the pop-up
 * gives the test up.
 */
export function useActionTest(nodeId: number) {
  const { store, server } = useEditorServices()
  const test = useEditor((state) => state.tests[nodeId] ?? null)
  const running = useRef<AbortController | null>(null)
  const cancel = useCallback(() => {
    running.current?.abort()
    running.current = null
  }, [])
  const send = useCallback(
    async (samples: Readonly<Record<string, string>>) => {
      cancel()
      const abort = new AbortController()
      running.current = abort
      const { document, flowId, setTest, tests } = store.getState()
      const before = tests[nodeId]?.response ?? null
      const { type = '', typeVersion = 1, inputs = {} } = nodeById(document, nodeId) ?? {}
      setTest(nodeId, { status: 'running', response: before, failure: null })
      try {
        const response = await server.testAction(
          type,
          { inputs, typeVersion, variables: samples, flowId },
          abort.signal,
        )
        if (abort.signal.aborted) return
        setTest(nodeId, { status: 'done', response, failure: null })
        keepSample(store, nodeId, response)
      } catch (thrown) {
        const failure = abort.signal.aborted ? null : messageOf(thrown)
        setTest(nodeId, { status: failure === null ? 'done' : 'failed', response: before, failure })
      }
    },
    [store, server, nodeId, cancel],
  )
  useEffect(() => cancel, [cancel])
  return { test, send, cancel }
}

function keepSample(store: EditorStore, nodeId: number, { response, error }: ActionTestResponse): void {
  if (error !== null || response === null || response.tree === null) return
  const sample = sampleOf(response.tree) ?? null
  store.getState().apply((flow) => setSample(flow, nodeId, sample), { policy: 'skip' })
}
