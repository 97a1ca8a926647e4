/** Runs a phase of the start and records its duration. */
export type During = <Result>(phase: string, work: () => Promise<Result>) => Promise<Result>

export const untimed: During = (_phase, work) => work()

/** The duration of a start by phase. Phases may overlap. */
export interface StartTimes {
  readonly during: During
  /** Milliseconds by phase, such as `loadMs`, and `totalMs` since the process began. */
  read(): Readonly<Record<string, number>>
}

export function createStartTimes(): StartTimes {
  const times: Record<string, number> = {}
  return {
    async during(phase, work) {
      const beganAt = performance.now()
      const result = await work()
      times[`${phase}Ms`] = Math.round(performance.now() - beganAt)
      return result
    },
    read: () => ({ ...times, totalMs: Math.round(performance.now()) }),
  }
}
