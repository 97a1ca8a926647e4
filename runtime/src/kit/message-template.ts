/** A message that a service has approved before. Its gaps are filled in order. */
export interface MessageTemplate {
  /** What the service calls it in a message. */
  readonly name: string
  /** What people call it. Absent: its name. */
  readonly title?: string
  readonly language: string
  /** With its gaps, such as `Hello {{1}}`. */
  readonly text?: string
  readonly gaps: number
}

/** How many gaps a text has: the highest number of `{{1}}`, `{{2}}` … */
export function gapsIn(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\{\{(\d{1,2})\}\}/g)].map(([, number]) => Number(number)))
}
