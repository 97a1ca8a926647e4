import type { ToldInteractions } from '@patchbay/shared/bridges'

/** Says that some of what a service told is not shown, and why the first of it is not. Null where all is. */
export function leftOutSentence(told: readonly Pick<ToldInteractions, 'leftOut' | 'firstFault'>[]): string | null {
  const amount = told.reduce((sum, { leftOut }) => sum + leftOut, 0)
  if (amount === 0) return null
  const fault = told.find(({ firstFault }) => firstFault !== undefined)?.firstFault
  const why = fault === undefined ? '' : ` ${amount === 1 ? '' : 'The first: '}${fault.path}: ${fault.message}`
  return `${amount} ${amount === 1 ? 'entry' : 'entries'} could not be read.${why} The maker of the bridge can mend that.`
}
