import { inboxTexts as texts } from '../ui/texts/inbox.ts'

export interface SnoozeTime {
  readonly label: string
  /** Null: until the contact writes. */
  readonly until: Date | null
}

/** The times until which a conversation is put aside, by the reader's own clock. Those that are over are left out. */
export function snoozeTimes(now: Date): readonly SnoozeTime[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const toMonday = (8 - now.getDay()) % 7 || 7
  const times: readonly SnoozeTime[] = [
    { label: texts.snoozes.hour, until: new Date(now.getTime() + 3_600_000) },
    { label: texts.snoozes.evening, until: at(0, 18) },
    { label: texts.snoozes.tomorrow, until: at(1, 9) },
    ...(toMonday === 1 ? [] : [{ label: texts.snoozes.monday, until: at(toMonday, 9) }]),
    { label: texts.snoozes.written, until: null },
  ]
  return times.filter(({ until }) => until === null || until > now)
}
