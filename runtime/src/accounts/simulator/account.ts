import { implementAccount } from '../account-module.ts'
import { simulator } from './definition.ts'

export const simulatorAccount = implementAccount(simulator)
