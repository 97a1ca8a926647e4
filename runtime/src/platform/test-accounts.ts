/** The beginning of the ids of accounts on whose phones drafts are tested. */
export const TEST_ACCOUNTS = 'test:'
