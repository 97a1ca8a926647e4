export { phonePattern } from './phone-pattern.ts'
export { readPhoneNumber } from './read-phone-number.ts'
export {
  isSenderOnly,
  type RecipientProblem,
  recipientProblem,
  WRITE_IN_FULL,
  whyNotTexted,
} from './recipient-problem.ts'
export { readSmsAddress } from './sms-address.ts'
export type { NumberWriter } from './whole-number.ts'
