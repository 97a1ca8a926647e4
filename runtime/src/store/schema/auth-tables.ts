/**
 * Table names for better-auth. Its columns are stored in snake_case and reached through the CamelCasePlugin of
 * `Database.kysely`, so it needs only the table names:
 *
 *     betterAuth({
 *       database: { db: database.kysely, type: 'postgres' },
 *       user: { modelName: authTables.user },
 *       session: { modelName: authTables.session },
 *       account: { modelName: authTables.account },
 *       verification: { modelName: authTables.verification },
 *     })
 *
 * The tables have the columns that better-auth and its admin plugin need (role, banned, banReason, banExpires,
 * impersonatedBy). `auth-tables.test.ts` compares them with better-auth's own list.
 */
export const authTables = {
  user: 'auth_user',
  session: 'auth_session',
  account: 'auth_account',
  verification: 'auth_verification',
} as const
