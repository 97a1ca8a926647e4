import { isMac } from '../system-keys.ts'

/** Units, and words for when something was. */
export const formatTexts = {
  milliseconds: (value: string) => `${value} ms`,
  seconds: (value: string) => `${value} s`,
  minutes: (value: string) => `${value} min`,
  hours: (value: string) => `${value} h`,
  hoursAndMinutes: (hours: string, minutes: string) => `${hours} h ${minutes} min`,
  bytes: (value: string) => `${value} B`,
  kilobytes: (value: string) => `${value} kB`,
  megabytes: (value: string) => `${value} MB`,
  numberFromTo: (min: string, max: string, isInteger: boolean) =>
    `Enter a ${isInteger ? 'whole number' : 'number'} from ${min} to ${max}.`,
  secondsUnit: 's',
  percentUnit: '%',
  justNow: 'Just now',
  ago: (time: string) => `${time} ago`,
  today: 'Today',
  yesterday: 'Yesterday',
  tomorrow: 'tomorrow',
  laterToday: 'today',
  dayAnd: (day: string, time: string) => `${day}, ${time}`,
  zoneOf: (place: string) => `${place} time`,
  dayAt: (day: string, time: string) => `${day} at ${time}`,
} as const

/** The key of commands, as the keyboards of this system write it. */
export const commandKey = isMac ? '⌘' : 'Ctrl'

/** Keys as they are written on the keyboards of the system, by their names in shortcuts. */
export const keyNames: Readonly<Record<string, string>> = {
  mod: commandKey,
  ...(isMac ? { shift: '⇧', alt: '⌥' } : {}),
  Enter: 'Enter',
  Escape: 'Esc',
  ' ': 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
}
