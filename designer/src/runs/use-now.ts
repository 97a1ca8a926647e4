import { useEffect, useState } from 'react'

/** The time, again every `everyMs` while `isOn`. */
export function useNow(everyMs: number, isOn = true): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isOn) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isOn])
  return now
}

/** The present minute, in milliseconds: changes once a minute. */
export function useMinute(): number {
  return Math.floor(useNow(10_000) / 60_000) * 60_000
}
