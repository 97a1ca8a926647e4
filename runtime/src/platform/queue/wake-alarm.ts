import { Type } from 'typebox'
import type { Engine } from '../../engine/engine.ts'
import { defineJob, defineWorker, type Worker } from './job.ts'
import type { Queue } from './queue.ts'

const wakeJob = defineJob({ name: 'wake-runs', payload: Type.Object({}, { additionalProperties: false }) })

export interface WakeAlarm {
  /** Makes some process wake due runs at this time, or up to a second later. */
  set(at: Date): void
  workerFor(engine: Pick<Engine, 'wakeDue'>): Worker
}

/**
 * Alarms for waiting runs: one job for each second in which waits end, however many they are. An alarm may come late,
 * twice or not at all. The stored run is the truth, and every process sweeps for missed ones.
 */
export function createWakeAlarm(options: {
  readonly queue: Pick<Queue, 'send'>
  /** Waits that end sooner are woken by the process that stored them. */
  readonly alarmMs: number
  now(): Date
  onError(error: unknown): void
}): WakeAlarm {
  const { queue, alarmMs, now, onError } = options
  let lastKey = ''
  return {
    set(at) {
      if (at.getTime() - now().getTime() < alarmMs) return
      const startAfter = new Date(Math.ceil(at.getTime() / 1_000) * 1_000)
      const singletonKey = startAfter.toISOString()
      if (singletonKey === lastKey) return
      lastKey = singletonKey
      queue.send(wakeJob, {}, { startAfter, singletonKey }).catch(onError)
    },
    workerFor: (engine) => defineWorker(wakeJob, {}, () => engine.wakeDue()),
  }
}
