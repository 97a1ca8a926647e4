/** What the designer promises (design, section 9), for a machine with two cores. */
export const budgets = { frameMs: 12, scriptKb: 350, interactiveMs: 2_000, heapGrowth: 0.2 } as const

/** One line of the report. */
export interface Finding {
  readonly what: string
  readonly budget: string
  readonly measured: string
  /** Undefined where nothing is promised. */
  readonly isHeld?: boolean
}

/** The table of budgets, what was measured, and whether they are held. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, budget, measured, isHeld }) => {
    const verdict = isHeld === undefined ? '' : isHeld ? 'held' : '**not held**'
    return `| ${what} | ${budget} | ${measured} | ${verdict} |`
  })
  return ['| What | Budget | Measured | |', '|---|---|---|---|', ...rows].join('\n')
}
