import { randomInt } from 'node:crypto'
import type { Setup, UserResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Config } from '../platform/config/config.ts'
import { equalText } from '../platform/constant-time.ts'
import { checkTimeZone } from './check-time-zone.ts'
import type { InstallationService } from './installation.ts'
import { setupDone, type Users } from './users.ts'

/** Letters and digits that look alike are left out. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

export interface FirstSetup {
  /** Creates the administrator of the settings, if one is named and none exists. */
  begin(): Promise<void>
  needsAdministrator(): Promise<boolean>
  /** The one-time code, printed at start. */
  readonly code: string
  /** @throws AppError SETUP_DONE, INVALID_TOKEN for a wrong code, INVALID_INPUT for what is no time zone */
  finish(setup: Setup): Promise<UserResource>
}

/** Creates the first administrator: from the settings, or by a code that is printed to the log. */
export function createSetup(
  users: Users,
  installation: Pick<InstallationService, 'setTimeZone'>,
  admin: Config['admin'],
): FirstSetup {
  const code = `${randomPart()}-${randomPart()}`
  let isDone = false

  async function needsAdministrator(): Promise<boolean> {
    // Remembered once true, since the last administrator cannot be removed.
    if (!isDone) isDone = await users.hasAdministrator()
    return !isDone
  }

  return {
    code,
    needsAdministrator,
    async begin() {
      if (admin === undefined || !(await needsAdministrator())) return
      const name = admin.email.split('@', 1)[0] ?? admin.email
      await users.createFirstAdministrator({ name, ...admin }).catch((error) => {
        // Another process that starts at the same time may have created the administrator first.
        if (!(error instanceof AppError && error.code === 'SETUP_DONE')) throw error
      })
    },
    async finish(setup) {
      if (!(await needsAdministrator())) throw setupDone()
      if (!equalText(plain(setup.code), plain(code))) {
        throw new AppError('INVALID_TOKEN', 'The code is wrong. It was printed when the server started.', {
          errors: [{ path: 'code', message: 'This is not the code that was printed at start.' }],
        })
      }
      const { name, email, password, timeZone } = setup
      if (timeZone !== undefined) checkTimeZone(timeZone)
      const administrator = await users.createFirstAdministrator({ name, email, password })
      if (timeZone !== undefined) await installation.setTimeZone(timeZone)
      return administrator
    },
  }
}

/** People leave the hyphen out, write small letters, or copy a space along. */
function plain(code: string): string {
  return code.replaceAll(/[\s\p{Dash}]/gu, '').toUpperCase()
}

function randomPart(): string {
  return Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
