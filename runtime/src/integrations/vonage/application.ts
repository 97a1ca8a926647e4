import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { sms } from '../../messaging/channels/sms.ts'
import type { VonageProperties } from './account.ts'

export interface VonageApplication {
  readonly applicationId: string
  readonly privateKey: string
}

/** The application of the account, over which the Messages API is called; undefined unless both of it are given. */
export function applicationOf({
  applicationId = '',
  privateKey = '',
}: Pick<VonageProperties, 'applicationId' | 'privateKey'>): VonageApplication | undefined {
  return applicationId === '' || privateKey === '' ? undefined : { applicationId, privateKey }
}

/** What the Messages API has a kind of message for. */
const types = ['image/*', 'audio/*', 'video/*', 'text/vcard', 'text/x-vcard']

/** What the messages of the account can hold: the SMS API carries no files, the Messages API one at a time. */
export function abilitiesWith(application: VonageApplication | undefined): ChannelAbilities {
  const { media, ...withoutFiles } = sms.abilities
  if (application === undefined || media === undefined) return withoutFiles
  return { ...withoutFiles, media: { ...media, types, most: 1 } }
}
