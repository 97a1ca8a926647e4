import type { AccountModule } from './account-module.ts'
import { simulatorAccount } from './simulator/account.ts'
import { zapierAccount } from './zapier/account.ts'

/** Every type of account, in order of its id. */
export const accountTypes: readonly AccountModule[] = [simulatorAccount, zapierAccount]
