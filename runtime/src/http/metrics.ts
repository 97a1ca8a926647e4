import type { LiveEvent } from '@patchbay/shared/api'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AppOptions } from './create-app.ts'

export interface Metrics {
  readonly countAnswer: AppOptions['onAnswer']
  readonly countEvent: (event: LiveEvent) => void
  /** The Prometheus text of now. */
  text(): Promise<string>
  readonly contentType: string
}

/** Counters of one runtime in a registry of its own, so that several can live in one process. */
export function createMetrics(load: () => { readonly active: number; readonly waiting: number }): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'patchbay_' })
  const registers = [registry]
  const requests = new Histogram({
    name: 'patchbay_http_request_seconds',
    help: 'Time to answer HTTP requests',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers,
  })
  const runs = new Counter({
    name: 'patchbay_runs_total',
    help: 'Runs that reached a status',
    labelNames: ['status'],
    registers,
  })
  const steps = new Counter({
    name: 'patchbay_steps_total',
    help: 'Steps that ended, by error code ("none" for a good one)',
    labelNames: ['code'],
    registers,
  })
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
  return {
    countAnswer: ({ route, method, status, seconds }) => {
      requests.observe({ route, method, status: String(status) }, seconds)
    },
    countEvent: (event) => {
      if (event.type === 'run') runs.inc({ status: event.status })
      if (event.type === 'step') steps.inc({ code: event.errorCode ?? 'none' })
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
