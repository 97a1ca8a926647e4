/** Where a process is killed, in the order in which a run comes past. */
export const boundaries = [
  'started before stored',
  'stored with the first unsafe action',
  'after accept',
  'message stored',
  'after commit',
  'before send',
  'while sending',
  'after send',
  'reply taken',
  'during recovery',
  'during migration',
] as const

export type Boundary = (typeof boundaries)[number]

/** One line of the log that the processes under test write, before anything else happens. */
export type CrashLine =
  /** The process kills itself now. `runId` is null during a migration. */
  | { readonly kind: 'kill'; readonly boundary: Boundary; readonly runId: string | null; readonly at: number }
  /** An action begins. `isTakenOver`: the run was accepted by another process. */
  | {
      readonly kind: 'start'
      readonly runId: string
      readonly seq: number
      readonly isTakenOver: boolean
      readonly at: number
    }
  /** Its result was stored. */
  | { readonly kind: 'stored'; readonly runId: string; readonly seq: number; readonly at: number }
