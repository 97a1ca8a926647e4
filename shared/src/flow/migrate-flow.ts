import { AppError } from '../errors/app-error.ts'
import { FORMAT_VERSION } from './empty-flow.ts'
import { isRecord } from './input-path.ts'

type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>

/** `migrations[n]` turns a document of format n into one of format n + 1. Format 1 is the first. */
const migrations: Readonly<Record<number, Migration>> = {}

/**
 * Brings a flow document of an earlier format to the present one. What is no document of a known format comes
 * back as it is, so that the schema check names what is wrong.
 * @throws AppError INVALID_DOCUMENT for a format newer than this program.
 */
export function migrateFlow(document: unknown): unknown {
  if (!isRecord(document)) return document
  const version = document.formatVersion
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return document
  if (version > FORMAT_VERSION) throw newerFormat(version)
  let current = document
  for (let from = version; from < FORMAT_VERSION; from += 1) current = migrations[from]?.(current) ?? current
  return current
}

function newerFormat(version: number): AppError {
  const message = `This flow was written in format ${version}, which is newer than this Patchbay reads (${FORMAT_VERSION}). Update Patchbay, then import it again.`
  return new AppError('INVALID_DOCUMENT', message, { errors: [{ path: 'formatVersion', message }] })
}
