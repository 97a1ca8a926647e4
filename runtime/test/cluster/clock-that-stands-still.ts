/**
 * Loaded before a process: its clock does not count the time in which the process was stopped, like that of a machine
 * which is suspended. The process then cannot know that it was away.
 */
const LOOK_EVERY_MS = 100
const LONGEST_LAG_MS = 5_000

const realNow = performance.now.bind(performance)
let last = realNow()
let awayMs = 0

function now(): number {
  const at = realNow()
  if (at - last > LONGEST_LAG_MS) awayMs += at - last
  last = at
  return at - awayMs
}

Object.defineProperty(performance, 'now', { value: now })
setInterval(now, LOOK_EVERY_MS).unref()
