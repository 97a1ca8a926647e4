export { type Cron, parseCron } from './cron.ts'
export type { Schedule } from './schedule.ts'
export { nextTicks, ticksBetween } from './ticks.ts'
