import { Gauge, type Registry } from 'prom-client'
import { MOST_COUNTED, type StoreFigures } from '../store/upkeep/store-figures.ts'

/** How long figures of the database are kept, however many monitors ask. */
const FIGURES_KEPT_MS = 10_000

/** Gauges for the runs of this process, read at each scrape. */
export function addLoadGauges(
  registry: Registry,
  load: () => { readonly active: number; readonly waiting: number },
): void {
  const registers = [registry]
  new Gauge({
    name: 'patchbay_runs_active',
    help: 'Runs under way in this process',
    registers,
    collect() {
      this.set(load().active)
    },
  })
  new Gauge({
    name: 'patchbay_runs_waiting',
    help: 'Accepted runs that wait for a free place in this process',
    registers,
    collect() {
      this.set(load().waiting)
    },
  })
}

/** Figures that all processes share. */
export interface SharedFigures extends StoreFigures {
  /** Pending deliveries to outside services, and the due time of the oldest. */
  readonly deliveries: { readonly waiting: number; readonly oldest: Date | null }
}

interface FigureSource {
  readFigures(): Promise<SharedFigures>
  now(): Date
  onError(error: unknown): void
}

/** Gauges for figures that are the same in every process. They are absent while the database does not answer. */
export function addStoreGauges(registry: Registry, source: FigureSource): void {
  const figures = createFigures(source)
  const gauge = (name: string, help: string, read: (figures: SharedFigures) => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const known = await figures()
        if (known === undefined) this.remove()
        else this.set(read(known))
      },
    })
  }
  new Gauge({
    name: 'patchbay_runs_open',
    help: `Runs of all processes that have not ended, by status, counted up to ${MOST_COUNTED}`,
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const [status, count] of Object.entries((await figures())?.open ?? {})) this.set({ status }, count)
    },
  })
  const age = (since: Date | null) =>
    since === null ? 0 : Math.max(0, (source.now().getTime() - since.getTime()) / 1000)
  gauge('patchbay_queue_age_seconds', 'Age of the queued run that waits longest', (known) => age(known.oldestQueued))
  gauge(
    'patchbay_deliveries_waiting',
    'Deliveries to outside services that are still to be made',
    (known) => known.deliveries.waiting,
  )
  gauge('patchbay_deliveries_age_seconds', 'How long the latest delivery is overdue', (known) =>
    age(known.deliveries.oldest),
  )
}

/** Reads the figures once for all callers within ten seconds. Undefined when the database does not answer. */
function createFigures({ readFigures, now, onError }: FigureSource): () => Promise<SharedFigures | undefined> {
  let readAt = Number.NEGATIVE_INFINITY
  let figures: Promise<SharedFigures | undefined> = Promise.resolve(undefined)
  return () => {
    if (now().getTime() - readAt >= FIGURES_KEPT_MS) {
      readAt = now().getTime()
      figures = readFigures().catch((error) => {
        onError(error)
        return undefined
      })
    }
    return figures
  }
}
