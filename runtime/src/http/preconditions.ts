import { AppError } from '@patchbay/shared/errors'
import type { AppContext } from '../kit/app-env.ts'

/**
 * The revision in `If-Match`, or undefined without the header.
 * @throws AppError BAD_REQUEST for anything but one quoted number
 */
export function ifMatch(context: AppContext): number | undefined {
  const header = context.req.header('if-match')
  if (header === undefined) return undefined
  const revision = /^\s*"?(\d{1,9})"?\s*$/.exec(header)?.[1]
  if (revision !== undefined) return Number(revision)
  throw new AppError('BAD_REQUEST', 'If-Match must be the revision in quotes, such as "3".')
}

/** @throws AppError PRECONDITION_REQUIRED without the header, and like `ifMatch` */
export function requireIfMatch(context: AppContext): number {
  const revision = ifMatch(context)
  if (revision !== undefined) return revision
  throw new AppError('PRECONDITION_REQUIRED', 'Send the revision you changed as If-Match: "<revision>".')
}

/** True when the caller's copy, by `If-None-Match`, has this ETag. */
export function hasCopy(context: AppContext, etag: string): boolean {
  const given = context.req.header('if-none-match')?.split(',') ?? []
  // A proxy that packs an answer makes its ETag a weak one.
  return given.some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

/** @throws AppError VERSION_NOT_FOUND when the text is not the number of a version that can be live */
export function versionNumber(text: string): number {
  const version = keptVersion(text)
  if (version > 0) return version
  throw noSuchVersion()
}

/** As `versionNumber`, and takes drafts that were tested. */
export function keptVersion(text: string): number {
  if (/^-?[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw noSuchVersion()
}

function noSuchVersion(): AppError {
  return new AppError('VERSION_NOT_FOUND', 'This version does not exist. Choose one from the list of versions.')
}
