import type { Config } from './config.ts'

/** The public origin, where the settings name one, to be spread into options. */
export function publicUrlOf({ publicUrl }: Config): { readonly publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl }
}

/** The address of the database, where it is a Postgres, to be spread into options. */
export function databaseUrlOf({ databaseUrl }: Config): { readonly databaseUrl?: string } {
  return databaseUrl === undefined ? {} : { databaseUrl }
}
