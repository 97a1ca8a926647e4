import type { Flow } from './schema.ts'

/** The version of the document format that this code writes. */
export const FORMAT_VERSION = 1

/** Most actions one run visits unless the flow says otherwise. */
export const DEFAULT_MAX_STEPS = 1_000

/** A flow without actions. `timeZone` is an IANA name. */
export function emptyFlow(name: string, timeZone: string): Flow {
  return {
    formatVersion: FORMAT_VERSION,
    name,
    description: '',
    settings: { timeZone, maxSteps: DEFAULT_MAX_STEPS },
    nodes: [],
    connections: [],
    notes: [],
  }
}
