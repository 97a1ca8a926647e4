/** What a check of a bridge has found, in sentences. */
export interface Finding {
  readonly kind: 'good' | 'fault' | 'hint'
  /** The exchange: `Contact synchronization`. */
  readonly exchange: string
  readonly sentence: string
}

export interface Report {
  readonly findings: readonly Finding[]
  good(exchange: string, sentence: string): void
  fault(exchange: string, sentence: string): void
  /** Something that is no fault, such as what was not checked. */
  hint(exchange: string, sentence: string): void
  /** Whether faults of the exchange were found. */
  hasFault(exchange: string): boolean
}

export function createReport(): Report {
  const findings: Finding[] = []
  const add = (kind: Finding['kind']) => (exchange: string, sentence: string) => {
    findings.push({ kind, exchange, sentence })
  }
  return {
    findings,
    good: add('good'),
    fault: add('fault'),
    hint: add('hint'),
    hasFault: (exchange) => findings.some((one) => one.kind === 'fault' && one.exchange === exchange),
  }
}

const marks = { good: '✓', fault: '✗', hint: '·' } as const

/** `1 page`, `2 pages`. */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

/** The findings as lines of text. The same fault in many entries is one line, with the first place where it was found. */
export function reportText(findings: readonly Finding[]): string {
  const lines = new Map<string, { readonly line: string; count: number }>()
  for (const { kind, exchange, sentence } of findings) {
    const line = `${marks[kind]} ${exchange}: ${sentence}`
    const known = lines.get(withoutPlaces(line))
    if (known === undefined) lines.set(withoutPlaces(line), { line, count: 1 })
    else known.count += 1
  }
  const texts = [...lines.values()].map(({ line, count }) => (count === 1 ? line : `${line} (${count} times)`))
  const faults = [...lines.values()].filter(({ line }) => line.startsWith(marks.fault)).length
  const end = faults === 0 ? 'The bridge does everything right.' : `${counted(faults, 'fault')}.`
  return [...texts, '', end, ''].join('\n')
}

function withoutPlaces(line: string): string {
  return line.replaceAll(/\[\d+\]/g, '[]')
}
