import type { AccountModule } from '../kit/account.ts'
import { httpGatewayAccount } from './http-gateway/account.ts'
import { simulatorAccount } from './simulator/account.ts'
import { zapierAccount } from './zapier/account.ts'

/** Every type of account, in order of its id. */
export const accountTypes: readonly AccountModule[] = [httpGatewayAccount, simulatorAccount, zapierAccount]
