import type { Config } from './config.ts'

/** The public origin, if the settings name one, to be spread into options. */
export function publicUrlOf({ publicUrl }: Config): { readonly publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl }
}

/** The address of the Postgres, if the settings name one, to be spread into options. */
export function databaseUrlOf({ databaseUrl }: Config): { readonly databaseUrl?: string } {
  return databaseUrl === undefined ? {} : { databaseUrl }
}
