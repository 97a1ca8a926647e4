import { Button } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { addressOf } from '../api/address-of.ts'
import type { ConsentAsked } from '../api/keys.ts'
import { useConsent, useRights } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconBan, IconDownload, IconSearch } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { SEARCH_PAUSE_MS } from '../ui/search-pause.ts'
import { Segmented } from '../ui/segmented.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { quietHoursTexts } from '../ui/texts/quiet-hours.ts'
import { ConsentAnswersDialog } from './consent-answers-dialog.tsx'
import { ConsentImportButton } from './consent-import.tsx'
import classes from './consent-page.module.css'
import { ConsentTable } from './consent-table.tsx'
import { OptOutDialog } from './opt-out-dialog.tsx'
import { QuietHoursDialog } from './quiet-hours-dialog.tsx'

type View = ConsentAsked['view']

/** Which contacts may be written to, and how that came about. */
export function ConsentPage() {
  const [view, setView] = useState<View>('out')
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS)
  const consent = useConsent({ view, search })
  const items = useMemo(() => consent.data?.pages.flatMap((page) => page.items) ?? [], [consent.data])
  const more = consent.hasNextPage && (
    <Button size="sm" loading={consent.isFetchingNextPage} onClick={() => void consent.fetchNextPage()}>
      {commonTexts.showMore}
    </Button>
  )
  return (
    <Page
      title={texts.title}
      actions={<OptOutButton />}
      filters={
        <>
          <SearchField className={classes.search} label={texts.search} value={text} onChange={setText} slashKey />
          <Segmented label={texts.views.label} value={view} options={views} onChange={setView} />
          <span className="grow" />
          <Tools view={view} />
        </>
      }
    >
      <QueryView query={consent}>
        {() =>
          items.length === 0 ? (
            <Nothing view={view} isSearch={search !== ''} onShowAll={() => setText('')} />
          ) : (
            <>
              <ConsentTable items={items} isLog={view === 'log'} />
              <p className={classes.foot}>{more}</p>
            </>
          )
        }
      </QueryView>
    </Page>
  )
}

const views = (['out', 'in', 'log'] as const).map((value) => ({ value, label: texts.views[value] }))

function OptOutButton() {
  const { canEdit } = useRights()
  const [isOpen, dialog] = useDisclosure(false)
  if (!canEdit) return null
  return (
    <>
      <Button variant="filled" leftSection={<Icon of={IconBan} />} onClick={dialog.open}>
        {texts.optOut}
      </Button>
      <OptOutDialog opened={isOpen} onClose={dialog.close} />
    </>
  )
}

function Tools({ view }: { readonly view: View }) {
  const { canEdit, canAdminister } = useRights()
  const [isOpen, answers] = useDisclosure(false)
  const [isQuietOpen, quietHours] = useDisclosure(false)
  const isLog = view === 'log'
  const file = `${addressOf('GET /api/consent/export')}?of=${isLog ? 'log' : 'now'}`
  return (
    <>
      {canEdit && <ConsentImportButton />}
      {canEdit && (
        <Button component="a" href={file} download leftSection={<Icon of={IconDownload} />}>
          {isLog ? texts.exportLog : texts.exportList}
        </Button>
      )}
      {canAdminister && <Button onClick={answers.open}>{texts.answers}</Button>}
      {canAdminister && <Button onClick={quietHours.open}>{quietHoursTexts.open}</Button>}
      <ConsentAnswersDialog opened={isOpen} onClose={answers.close} />
      <QuietHoursDialog opened={isQuietOpen} onClose={quietHours.close} />
    </>
  )
}

interface NothingProps {
  readonly view: View
  readonly isSearch: boolean
  readonly onShowAll: () => void
}

function Nothing({ view, isSearch, onShowAll }: NothingProps): ReactNode {
  const showAll = (
    <Button size="sm" onClick={onShowAll}>
      {texts.showAll}
    </Button>
  )
  return (
    <div className={classes.empty}>
      {isSearch ? (
        <EmptyState icon={IconSearch} title={texts.noneFound} text={texts.noneFoundHelp} action={showAll} />
      ) : (
        <EmptyState icon={IconBan} title={texts.none[view]} text={texts.noneHelp} />
      )}
    </div>
  )
}
