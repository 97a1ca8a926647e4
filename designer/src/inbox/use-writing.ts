import { useEffect, useState } from 'react'

/** Who has not touched a key for this long is no longer writing. */
const PAUSE_MS = 30_000

/** Whether an answer is being written: from the first key until it is sent, emptied, or left alone for a while. */
export function useWriting(text: string): boolean {
  const [typed, setTyped] = useState<string | null>(null)
  const [first] = useState(text)
  // A draft of yesterday is not being written because somebody looks at it.
  const isTouched = text.trim() !== '' && text !== first && text !== typed
  useEffect(() => {
    if (!isTouched) return
    const timer = setTimeout(() => setTyped(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isTouched, text])
  return isTouched
}
