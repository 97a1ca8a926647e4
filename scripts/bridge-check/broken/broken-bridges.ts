import { brokenContacts } from './broken-contacts.ts'
import { brokenOthers } from './broken-others.ts'
import { brokenPages } from './broken-pages.ts'
import { brokenTransport } from './broken-transport.ts'
import { brokenValidation } from './broken-validation.ts'

/** Bridges that do one thing wrong. */
export const brokenBridges = [
  ...brokenValidation,
  ...brokenTransport,
  ...brokenContacts,
  ...brokenPages,
  ...brokenOthers,
] as const
