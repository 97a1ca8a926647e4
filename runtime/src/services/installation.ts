import type { Installation } from '@patchbay/shared/api'
import type { SettingRepository } from '../store/repositories/setting-repository.ts'
import { checkTimeZone } from './check-time-zone.ts'

export interface InstallationService {
  get(): Promise<Installation>
  /** @throws AppError INVALID_INPUT for what is no time zone */
  setTimeZone(timeZone: string): Promise<Installation>
}

const SETTING = 'time-zone'

/** What holds for this Patchbay as a whole. */
export function createInstallation(
  settings: Pick<SettingRepository, 'get' | 'set'>,
  { version, canMail }: Pick<Installation, 'version' | 'canMail'>,
): InstallationService {
  return {
    async get() {
      const timeZone = await settings.get(SETTING)
      return { timeZone: typeof timeZone === 'string' ? timeZone : null, version, canMail }
    },
    async setTimeZone(timeZone) {
      checkTimeZone(timeZone)
      await settings.set(SETTING, timeZone)
      return { timeZone, version, canMail }
    },
  }
}
