import { Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { changeInstallation } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useInstallation } from '../api/queries.ts'
import { ownZone } from '../ui/formats.ts'
import { QueryView } from '../ui/query-view.tsx'
import { settingsTexts } from '../ui/texts/settings.ts'
import { timeZones } from '../ui/time-zones.ts'
import { toasts } from '../ui/toasts.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const texts = settingsTexts.timeZone

/** The zone of new flows, and of times that belong to no flow. */
export function TimeZoneSection() {
  const installation = useInstallation()
  return (
    <Section title={texts.title} help={texts.help} action={null}>
      <QueryView query={installation} rows={1}>
        {({ timeZone }) => <TimeZoneSelect current={timeZone} />}
      </QueryView>
    </Section>
  )
}

function TimeZoneSelect({ current }: { readonly current: string | null }) {
  const client = useQueryClient()
  const zones = useMemo(() => timeZones(current ?? ownZone()), [current])
  const choose = async (timeZone: string) => {
    try {
      client.setQueryData(keys.installation, await changeInstallation({ timeZone }))
      await client.invalidateQueries({ queryKey: keys.session })
      toasts.success({ title: texts.saved, message: texts.savedText })
    } catch (thrown) {
      toasts.error(texts.notSaved, thrown)
    }
  }
  return (
    <Select
      className={classes.timeZone ?? ''}
      aria-label={texts.title}
      placeholder={texts.none(ownZone())}
      searchable
      limit={200}
      data={zones}
      value={current}
      onChange={(timeZone) => timeZone && timeZone !== current && void choose(timeZone)}
    />
  )
}
