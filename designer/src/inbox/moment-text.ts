import { serverNow } from '../ui/clock.ts'

/** A time near the present: `3:40 PM` today, `tomorrow, 9:00 AM`, `Mon, 9:00 AM` within a week, else `Nov 18, 9:00 AM`. */
export function momentText(at: string, now = new Date(serverNow())): string {
  const then = new Date(at)
  const days = Math.round((startOfDay(then).getTime() - startOfDay(now).getTime()) / 86_400_000)
  const clock = text(then, { hour: 'numeric', minute: '2-digit' })
  if (days === 0) return clock
  if (days === 1) return `tomorrow, ${clock}`
  if (days > 1 && days < 7) return `${text(then, { weekday: 'short' })}, ${clock}`
  return `${text(then, { month: 'short', day: 'numeric' })}, ${clock}`
}

function startOfDay(time: Date): Date {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate())
}

function text(time: Date, shape: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-US', shape).format(time).replaceAll('\u202f', ' ')
}
