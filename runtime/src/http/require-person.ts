import { AppError } from '@patchbay/shared/errors'
import type { Principal } from '../kit/app-env.ts'

/** @throws AppError BAD_REQUEST for a token, which has no password, no sessions and no tokens of its own */
export function requirePerson(caller: Principal): Principal {
  if (caller.kind === 'user') return caller
  throw new AppError('BAD_REQUEST', 'This is for people who have signed in, not for tokens.')
}
