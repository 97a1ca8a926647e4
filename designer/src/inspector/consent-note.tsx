import { Link } from 'wouter'
import { useQuietHours } from '../api/queries.ts'
import { timeOfDay } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconShieldCheck } from '../ui/icons.ts'
import { consentNoteTexts as texts } from '../ui/texts/consent-note.ts'
import formClasses from './form/form.module.css'
import { useSendingChannels } from './widgets/use-sending-channels.ts'

/** Says below the inputs of an action that sends what consent and quiet hours do to its message. */
export function ConsentNote() {
  const ids = useSendingChannels().map(({ id }) => id)
  const { data } = useQuietHours()
  const quiet = (data?.channels ?? []).flatMap(({ channel, title, hours }) =>
    hours !== null && ids.includes(channel) ? [{ title, from: timeOfDay(hours.from), to: timeOfDay(hours.to) }] : [],
  )
  return (
    <div className={formClasses.consent}>
      <Icon of={IconShieldCheck} size={14} />
      <p>
        {texts.checked} {quiet.length > 0 && `${texts.quiet(quiet, ids.length > 1)} `}
        <Link href="/settings/consent" className="link">
          {texts.open}
        </Link>
      </p>
    </div>
  )
}
