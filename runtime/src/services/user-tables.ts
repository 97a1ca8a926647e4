import type { Tables } from '../store/schema/tables.ts'

/** The columns of better-auth's tables that are used here. better-auth owns the others. */
export type UserTables = {
  authUser: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    role: string | null
    createdAt: Date
    updatedAt: Date
  }
  authSession: { id: string; userId: string }
  authAccount: {
    id: string
    accountId: string
    providerId: string
    userId: string
    password: string | null
    createdAt: Date
    updatedAt: Date
  }
  authVerification: {
    id: string
    identifier: string
    value: string
    expiresAt: Date
    createdAt: Date
    updatedAt: Date
  }
}

export type AllTables = Tables & UserTables
