import { readdirSync, readFileSync } from 'node:fs'

/** `/proc` counts in ticks of 10 ms. */
const TICK_MICROS = 10_000

/** Microseconds of processor time so far, by who used them. Empty where there is no `/proc`. */
export type CpuTimes = Readonly<Record<string, number>>

/** The threads of the runtime, all processes of Postgres, other processes by name, and what the rest of the machine did. */
export function cpuTimes(pid: number, others: Readonly<Record<string, number>> = {}): CpuTimes {
  const times: Record<string, number> = {}
  const add = (name: string, micros: number) => {
    times[name] = (times[name] ?? 0) + micros
  }
  for (const task of list(`/proc/${pid}/task`)) {
    const stat = read(`/proc/${pid}/task/${task}/stat`)
    add(task === String(pid) ? 'main thread' : nameOfThread(stat), microsOf(stat))
  }
  for (const process of list('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = read(`/proc/${process}/cmdline`)
    if (command.startsWith('postgres:') || command.includes('/bin/postgres')) {
      add('Postgres', microsOf(read(`/proc/${process}/stat`)))
    }
  }
  for (const [name, other] of Object.entries(others)) add(name, microsOf(read(`/proc/${other}/stat`)))
  const known = Object.values(times).reduce((sum, micros) => sum + micros, 0)
  const { busy, idle } = machineTimes()
  return { ...times, 'client and all others': busy - known, 'nobody (idle)': idle }
}

/** All processors together since the start of the machine; waiting for a disk is idle. */
function machineTimes(): { readonly busy: number; readonly idle: number } {
  const [user = 0, nice = 0, system = 0, idle = 0, disk = 0, interrupts = 0, soft = 0] = read('/proc/stat')
    .slice('cpu  '.length)
    .split(' ', 7)
    .map(Number)
  const busy = user + nice + system + interrupts + soft
  return { busy: busy * TICK_MICROS, idle: (idle + disk) * TICK_MICROS }
}

/** Both together. */
export function addTimes(left: CpuTimes, right: CpuTimes): CpuTimes {
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return Object.fromEntries([...names].map((name) => [name, (left[name] ?? 0) + (right[name] ?? 0)]))
}

/** What each used between two readings. */
export function timesBetween(before: CpuTimes, after: CpuTimes): CpuTimes {
  return Object.fromEntries(Object.entries(after).map(([name, micros]) => [name, micros - (before[name] ?? 0)]))
}

/** What each used for one run, between two readings; too little to tell is left out. */
export function cpuPerRun(before: CpuTimes, after: CpuTimes, runs: number): string {
  const parts = Object.entries(after)
    .map(([name, micros]) => [name, (micros - (before[name] ?? 0)) / Math.max(1, runs)] as const)
    .filter(([, micros]) => micros >= 2)
  return parts.map(([name, micros]) => `${name} ${micros.toFixed(0)} µs`).join(', ')
}

/** Node names its threads itself: those of the garbage collector and compiler, and the one of the embedded database. */
function nameOfThread(stat: string): string {
  const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
  if (name.startsWith('V8Worker')) return 'garbage collector'
  return name.startsWith('Worker') ? 'embedded database' : 'other threads'
}

function microsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MICROS
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
