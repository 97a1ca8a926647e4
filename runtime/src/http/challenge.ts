import { isV1 } from './v1-errors.ts'

/** What `WWW-Authenticate` says at this address. */
export function challengeOf(path: string): string {
  const bearer = 'Bearer realm="patchbay"'
  return isV1(path) ? `${bearer}, Basic realm="patchbay"` : bearer
}
