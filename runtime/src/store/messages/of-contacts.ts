import { sql } from 'kysely'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'

/** The condition on `account_id` that leaves out tests: they say nothing about a contact whose phone they play. */
export const ofContacts = sql<boolean>`not starts_with(account_id, ${TEST_ACCOUNTS})`
