import { useState } from 'react'
import { serverNow } from '../ui/clock.ts'

const keyOf = (number: string, contact: string) => `patchbay.simulator-cleared.${number}.${contact}`

/**
 * Up to when a conversation was cleared away on this browser. The texts themselves stay stored: they belong to
 * runs.
 */
export function useClearedAt(number: string, contact: string): readonly [clearedAt: string, clear: () => void] {
  const [, redraw] = useState(0)
  const key = keyOf(number, contact)
  const clear = () => {
    window.localStorage.setItem(key, new Date(serverNow()).toISOString())
    redraw((times) => times + 1)
  }
  return [window.localStorage.getItem(key) ?? '', clear]
}
