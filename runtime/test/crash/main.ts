import { parseArgs } from 'node:util'
import { runBots } from './bots.ts'
import { boundaries } from './boundaries.ts'
import { type CrowdReport, runCrowd } from './crowd.ts'
import { runEmbedded } from './embedded.ts'
import { runHandedOver } from './handed-over.ts'
import type { Report } from './report.ts'
import { runSynchronized, type SynchronizedReport } from './synchronized.ts'
import { runTwoNodes } from './two-nodes.ts'

/**
 * Lets a crowd of contacts talk at once while a process is killed, then kills Patchbay at every boundary of a run, and
 * counts at stand-ins for carriers what became of it: `npm run test:crash`, in full 1,000 contacts and some 300 kills;
 * `-- --short` 100 and a few of each in about three minutes; `-- --only crowd`, `inbox`, `bots`, `synchronized`, `embedded` or `postgres`
 * for a part. `inbox`: conversations that a flow hands over and people answer, with 50 kills at random, and
 * every event of them at a receiver. `synchronized`: contacts of a CRM, 100,000 or 5,000, that are copied on each
 * database. `bots`: bookings of five turns with a bot, a model and an assistant, with as many kills.
 */
const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
})
const embeddedKills = values.short ? 2 : 20
const nodeKills = values.short ? 1 : 16
const contacts = values.short ? 100 : 1_000
const startedAt = performance.now()
process.on('beforeExit', () => {
  process.stdout.write('\nEnded without a report: something that was waited for never came.\n')
  process.exit(1)
})
const crowds: CrowdReport[] = []
for (const kind of ['embedded', 'postgres'] as const) {
  if (values.only === undefined || values.only === kind || values.only === 'crowd') {
    crowds.push(await runCrowd(kind, contacts))
  }
}
const handedOver =
  values.only === undefined || values.only === 'inbox' ? await runHandedOver(values.short ? 3 : 50) : undefined
const bots = values.only === undefined || values.only === 'bots' ? await runBots(values.short ? 3 : 50) : undefined
const synchronized: SynchronizedReport[] = []
for (const kind of ['embedded', 'postgres'] as const) {
  if (values.only === undefined || values.only === 'synchronized') {
    const size = values.short
      ? { contacts: 5_000, kills: kind === 'embedded' ? 2 : 1 }
      : { contacts: 100_000, kills: 20 }
    synchronized.push(await runSynchronized(kind, size))
  }
}
const killsFrom = performance.now()
/** The short form begins no further kill after this; what was begun still has to end well. */
const isLate = () => values.short && performance.now() - killsFrom > 90_000
const isOnlyCrowd = ['crowd', 'inbox', 'bots', 'synchronized'].includes(values.only ?? '')
// Side by side: the second waits most of the time for a dead process to be taken for dead.
const reports: readonly Report[] = await Promise.all([
  ...(values.only === 'postgres' || isOnlyCrowd ? [] : [runEmbedded(embeddedKills, isLate)]),
  ...(values.only === 'embedded' || isOnlyCrowd ? [] : [runTwoNodes(nodeKills, isLate)]),
])

let kills = 0
let broken = 0
for (const { name, seconds, texts, repeated, problems } of crowds) {
  kills += 1
  broken += problems.length
  process.stdout.write(
    `\n${name}: ${texts} texts in ${seconds} s, ${repeated} of them asked for again under their key\n`,
  )
  for (const problem of problems.slice(0, 50)) process.stdout.write(`  BROKEN: ${problem}\n`)
}
if (handedOver !== undefined) {
  kills += handedOver.kills
  broken += handedOver.problems.length
  const { conversations, seconds, repeated, events, eventsRepeated } = handedOver
  process.stdout.write(
    `\nHanded over and answered: ${handedOver.kills} kills, ${conversations} conversations in ${seconds} s, ${repeated} texts asked for again under their key, ${events} events at the receiver, ${eventsRepeated} of them more than once\n`,
  )
  for (const problem of handedOver.problems.slice(0, 50)) process.stdout.write(`  BROKEN: ${problem}\n`)
}
if (bots !== undefined) {
  kills += bots.kills
  broken += bots.problems.length
  const { conversations, seconds, repeated, askedAgain } = bots
  process.stdout.write(
    `\nBookings with bots: ${bots.kills} kills, ${conversations} conversations in ${seconds} s, ${repeated} texts and ${askedAgain} questions asked for again\n`,
  )
  for (const problem of bots.problems.slice(0, 50)) process.stdout.write(`  BROKEN: ${problem}\n`)
}
for (const report of synchronized) {
  kills += report.kills
  broken += report.problems.length
  process.stdout.write(`\n${report.name}: ${report.kills} kills\n`)
  for (const line of report.lines) process.stdout.write(`  ${line}\n`)
  for (const problem of report.problems) process.stdout.write(`  BROKEN: ${problem}\n`)
}
for (const { name, hits, runs, problems, standstillMs } of reports) {
  const total = boundaries.reduce((sum, boundary) => sum + hits[boundary], 0)
  kills += total
  broken += problems.length
  // One process alone stands still until it is started again.
  const standstill = name === 'Embedded' ? '' : `, moving again within ${(standstillMs / 1000).toFixed(1)} s`
  process.stdout.write(`\n${name}: ${total} kills hit, ${runs} runs${standstill}\n`)
  for (const boundary of boundaries) process.stdout.write(`  ${boundary.padEnd(36)} ${hits[boundary]}\n`)
  for (const problem of problems.slice(0, 50)) process.stdout.write(`  BROKEN: ${problem}\n`)
}
const seconds = Math.round((performance.now() - startedAt) / 1000)
process.stdout.write(`\n${kills} kills in ${seconds} s, ${broken} broken promises\n`)
// Not by `process.exitCode`: a hook of the test database ends a process that has nothing left to do with 0.
process.exit(broken > 0 || kills === 0 ? 1 : 0)
