import { Button } from '@mantine/core'
import { type FlowListItem, wordsOfAllAddresses } from '@patchbay/shared/api'
import { useState } from 'react'
import { useCatalog, useConversationCounts, useFlows, useRights, useToday } from '../api/queries.ts'
import { NewFlowDialog, type NewFlowStart } from '../flows-list/new-flow-dialog.tsx'
import { NoFlows } from '../flows-list/no-flows.tsx'
import { serverNow } from '../ui/clock.ts'
import { dayInWords, ownZone, zoneInWords } from '../ui/formats.ts'
import { houseZone } from '../ui/house-zone.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { homeTexts as texts } from '../ui/texts/home.ts'
import { BusyFlows } from './busy-flows.tsx'
import classes from './home.module.css'
import { LatestFailures } from './latest-failures.tsx'
import { NeedsYou } from './needs-you-list.tsx'
import { TodayCharts } from './today-charts.tsx'

/** The first page: what needs somebody, what happened today, which runs failed, and the flows that work most. */
export function HomePage() {
  const flows = useFlows()
  const { canEdit } = useRights()
  const [starts, setStarts] = useState<NewFlowStart | null>(null)
  const zone = houseZone() ?? ownZone()
  const today = texts.zone(dayInWords(new Date(serverNow()).toISOString(), { timeZone: zone }), zoneInWords(zone))
  return (
    <Page
      title={texts.today}
      beside={<span className={`sub trunc ${classes.day}`}>{today}</span>}
      actions={
        canEdit && (
          <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={() => setStarts('empty')}>
            {texts.newFlow}
          </Button>
        )
      }
    >
      <QueryView query={flows} height={62}>
        {(all) =>
          all.length === 0 ? (
            <NoFlows onNew={setStarts} />
          ) : (
            <div className={classes.home}>
              <Needs flows={all} zone={zone} lookedAt={flows.dataUpdatedAt} />
              <Today zone={zone} />
              <div className={classes.pair}>
                <LatestFailures />
                <BusyFlows flows={all} />
              </div>
            </div>
          )
        }
      </QueryView>
      <NewFlowDialog
        opened={starts !== null}
        startsWith={starts ?? 'empty'}
        takenNames={(flows.data ?? []).map((flow) => flow.name)}
        onClose={() => setStarts(null)}
      />
    </Page>
  )
}

interface NeedsProps {
  readonly flows: readonly FlowListItem[]
  readonly zone: string
  readonly lookedAt: number
}

/** What is not known yet, or not for the reader's role, needs nobody here. */
function Needs({ flows, zone, lookedAt }: NeedsProps) {
  const { canAnswer } = useRights()
  const waiting = useConversationCounts({ enabled: canAnswer }).data?.waiting ?? 0
  const accounts = useToday(zone).data?.accounts ?? []
  return <NeedsYou flows={flows} waiting={waiting} accounts={accounts} lookedAt={lookedAt} />
}

function Today({ zone }: { readonly zone: string }) {
  const today = useToday(zone)
  const words = wordsOfAllAddresses(useCatalog().data?.channels ?? [])
  return (
    <QueryView query={today} rows={1} height={180}>
      {({ hours }) => <TodayCharts hours={hours} timeZone={zone} words={words} />}
    </QueryView>
  )
}
