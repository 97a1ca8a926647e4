import type { LiveEvent } from '@patchbay/shared/api'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { StoredGroup } from '../store/runs/run-writer.ts'
import type { AppOptions } from './create-app.ts'
import { addLoadGauges, addStoreGauges, type SharedFigures } from './gauges.ts'

export interface MetricsOptions {
  /** How many runs of this process work and wait. */
  load(): { readonly active: number; readonly waiting: number }
  readFigures(): Promise<SharedFigures>
  /** The type of an action of a live flow; undefined when the action no longer exists. */
  typeOf(flowId: string, nodeId: number): string | undefined
  now(): Date
  onError(error: unknown): void
}

export interface Metrics {
  readonly countAnswer: AppOptions['onAnswer']
  readonly countEvent: (event: LiveEvent) => void
  readonly countFlush: (flush: StoredGroup) => void
  readonly countTick: (tick: { readonly lateSeconds: number }) => void
  /** The current figures as Prometheus text. */
  text(): Promise<string>
  readonly contentType: string
}

/** Counters of one runtime in their own registry, so that several runtimes can live in one process. */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'patchbay_' })
  addLoadGauges(registry, options.load)
  addStoreGauges(registry, options)
  const requests = new Histogram({
    name: 'patchbay_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  })
  const request = remembered((...labels) => requests.labels(...labels))
  return {
    countAnswer: ({ route, method, status, seconds }) => request(route, method, String(status)).observe(seconds),
    countEvent: eventCounter(registry, options.typeOf),
    countFlush: flushCounter(registry),
    countTick: tickCounter(registry),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

function eventCounter(registry: Registry, typeOf: MetricsOptions['typeOf']): (event: LiveEvent) => void {
  const registers = [registry]
  const countRun = countsBy('status', {
    name: 'patchbay_runs_total',
    help: 'Runs that reached a status in this process',
    registers,
  })
  const countStep = countsBy('code', {
    name: 'patchbay_steps_total',
    help: 'Steps that ended in this process, by error code ("none" for a good one)',
    registers,
  })
  const durations = new Histogram({
    name: 'patchbay_step_seconds',
    help: 'Time that steps took, by type of action and exit ("open" for a failure without one)',
    labelNames: ['type', 'exit'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 200],
    registers,
  })
  const duration = remembered((...labels) => durations.labels(...labels))
  return (event) => {
    if ((event.type !== 'run' && event.type !== 'step') || event.isTest) return
    if (event.type === 'run') return countRun(event.status)
    countStep(event.errorCode ?? 'none')
    const type = typeOf(event.flowId, event.nodeId) ?? 'unknown'
    duration(type, event.exit ?? 'open').observe(event.durationMs / 1_000)
  }
}

/**
 * A counter by one label that passes its counts to the registry only at a scrape: a registry counter is slow at each
 * count.
 */
function countsBy(label: string, options: { readonly name: string; readonly help: string; registers: Registry[] }) {
  const counts = new Map<string, number>()
  new Counter({
    ...options,
    labelNames: [label],
    collect() {
      this.reset()
      for (const [value, count] of counts) this.inc({ [label]: value }, count)
    },
  })
  return (value: string): void => void counts.set(value, (counts.get(value) ?? 0) + 1)
}

/** Looking up the counter for a set of labels takes longer than counting, so each one found is kept. */
function remembered<Counted>(
  find: (...labels: readonly string[]) => Counted,
): (...labels: readonly string[]) => Counted {
  const known = createKnown<Counted>()
  return (...labels) => {
    let place = known
    for (const label of labels) place = nextOf(place, label)
    place.counted ??= find(...labels)
    return place.counted
  }
}

/** A node of the lookup tree, reached by the labels read so far. */
interface Known<Counted> {
  counted: Counted | undefined
  readonly next: Map<string, Known<Counted>>
}

function createKnown<Counted>(): Known<Counted> {
  return { counted: undefined, next: new Map() }
}

function nextOf<Counted>({ next }: Known<Counted>, label: string): Known<Counted> {
  const known = next.get(label) ?? createKnown<Counted>()
  if (!next.has(label)) next.set(label, known)
  return known
}

function flushCounter(registry: Registry): (flush: StoredGroup) => void {
  const registers = [registry]
  const times = new Histogram({
    name: 'patchbay_flush_seconds',
    help: 'Time to store a group of run records, commit included',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5],
    registers,
  })
  const sizes = new Histogram({
    name: 'patchbay_flush_records',
    help: 'Run records stored in one group',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const bytes = new Counter({ name: 'patchbay_flush_bytes_total', help: 'Bytes of run records stored', registers })
  return (flush) => {
    times.observe(flush.seconds)
    sizes.observe(flush.records)
    bytes.inc(flush.bytes)
  }
}

function tickCounter(registry: Registry): (tick: { readonly lateSeconds: number }) => void {
  const late = new Histogram({
    name: 'patchbay_schedule_late_seconds',
    help: 'How late schedules started their flow in this process',
    buckets: [0.1, 0.5, 1, 5, 30, 60, 300],
    registers: [registry],
  })
  return ({ lateSeconds }) => late.observe(Math.max(0, lateSeconds))
}
