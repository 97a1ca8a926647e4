import { measure } from './measure.ts'

/** Who is measured: it runs all the time, and idles while it is not its turn. */
export interface Contender {
  readonly name: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface TurnOptions {
  readonly turns: number
  readonly clients: number
  readonly durationMs: number
}

export interface Standing {
  readonly name: string
  /** Median of its turns. */
  readonly perSecond: number
  /** Median of its ratio to that other one in the same turn. */
  against(name: string): number
}

/** Of each turn: they are warm by then, but the load comes from a new process. */
const WARM_UP_MS = 1_000

/**
 * Measures several in turns, who went first going last in the next one. For minutes on end a machine can be half as
 * fast as before: what is compared has to be measured within seconds.
 */
export async function takeTurns(contenders: readonly Contender[], options: TurnOptions): Promise<readonly Standing[]> {
  const { turns, clients, durationMs } = options
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (let turn = 0; turn < turns; turn += 1) {
    const first = turn % contenders.length
    for (const { name, url, headers } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const { perSecond } = await measure({ url, headers, clients, durationMs, warmUpMs: WARM_UP_MS })
      rates.get(name)?.push(perSecond)
    }
  }
  return contenders.map(({ name }) => ({
    name,
    perSecond: median(rates.get(name) ?? []),
    against: (other) => median((rates.get(name) ?? []).map((rate, turn) => rate / (rates.get(other)?.[turn] ?? 0))),
  }))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
