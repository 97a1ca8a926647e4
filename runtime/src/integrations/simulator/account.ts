import { implementAccount } from '../../kit/account.ts'
import { simulator } from './definition.ts'

export const simulatorAccount = implementAccount(simulator)
