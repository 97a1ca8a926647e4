import { nodeById } from '@patchbay/shared/flow'
import { useCallback, useEffect, useRef } from 'react'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { messageOf } from '../ui/toasts.tsx'

/** Tries an action once and keeps the result in the store; closing the pop-up gives it up. */
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
        if (!abort.signal.aborted) setTest(nodeId, { status: 'done', response, failure: null })
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
