export { type Cron, parseCron } from './cron.ts'
export { type Schedule, type WeekdayName, weekdayNames } from './schedule.ts'
export { nextTicks, ticksBetween } from './ticks.ts'
export { createZoneClock, localTimeText, weekdayOf, type ZoneClock } from './zone-time.ts'
