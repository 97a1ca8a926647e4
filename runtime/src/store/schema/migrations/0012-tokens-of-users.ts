/** The token that a user's programs sign in for: one each, and it goes with the user. */
export const tokensOfUsers: readonly string[] = [
  'alter table api_token add column user_id text unique references auth_user (id) on delete cascade',
]
