import { useEffect, useState } from 'react'
import { serverNow } from './clock.ts'

/** The time by the server's clock, again every `everyMs` while `isOn`. */
export function useNow(everyMs: number, isOn = true): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    if (!isOn) return
    setNow(serverNow())
    const timer = setInterval(() => setNow(serverNow()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isOn])
  return now
}

/** The present minute, in milliseconds: changes once a minute. */
export function useMinute(): number {
  return Math.floor(useNow(10_000) / 60_000) * 60_000
}
