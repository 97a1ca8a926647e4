import { addressesTitle } from '@patchbay/shared/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { useCatalog, useRights } from '../api/queries.ts'
import { queries } from '../api/query-options.ts'
import { shownShortcut } from '../commands/command.ts'
import { openPalette } from '../commands/open-palette.ts'
import { showKeys } from '../commands/show-keys.ts'
import {
  IconActivity,
  IconHome,
  IconInbox,
  IconLifebuoy,
  IconPhone,
  IconPlugConnected,
  IconRoute,
  IconSettings,
  IconTable,
  IconUsers,
} from '../ui/icons.ts'
import { appTexts } from '../ui/texts/app.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { PickEntry } from './find-entries.ts'
import { openPageTool } from './page-tool.ts'
import { QuickPick } from './quick-pick.tsx'

const texts = keyboardTexts.palette
const whole = [texts.commands, texts.goTo]

interface PagePaletteProps {
  readonly onClose: () => void
  /** Pages of the help, by their path below it. */
  readonly helpPages: readonly { readonly path: string; readonly title: string }[]
}

/** Every page, flow and page of the help, found by its words: the palette where no flow is open. */
export function PagePalette({ onClose, helpPages }: PagePaletteProps) {
  const [, navigate] = useLocation()
  const { canSeeFlows, canAnswer } = useRights()
  const flows = useQuery({ ...queries.flows(), enabled: canSeeFlows }).data
  const channels = useCatalog().data?.channels
  const entries = useMemo(() => {
    const aboutPeople = [
      { path: '/inbox', title: appTexts.inbox, icon: IconInbox },
      { path: '/contacts', title: appTexts.contacts, icon: IconUsers },
    ]
    const aboutFlows = [
      { path: '/', title: appTexts.home, icon: IconHome },
      { path: '/flows', title: appTexts.flows, icon: IconRoute },
      { path: '/runs', title: appTexts.runs, icon: IconActivity },
      { path: '/numbers', title: addressesTitle(channels ?? []), icon: IconPhone },
      { path: '/tables', title: appTexts.tables, icon: IconTable },
      { path: '/accounts', title: appTexts.accounts, icon: IconPlugConnected },
      { path: '/settings', title: appTexts.settings, icon: IconSettings },
    ]
    const pages = [
      ...(canSeeFlows ? aboutFlows : []),
      ...(canAnswer ? aboutPeople : []),
      { path: '/help', title: appTexts.help, icon: IconLifebuoy },
    ]
    const keys = shownShortcut(showKeys)
    const all: PickEntry[] = [
      ...pages.map(({ path, title, icon }) => ({
        id: `page-${path.slice(1)}`,
        group: texts.goTo,
        title,
        icon,
        run: () => navigate(path),
      })),
      {
        id: 'keys',
        group: texts.commands,
        title: showKeys.title(null),
        icon: showKeys.icon,
        ...(keys === undefined ? {} : { keys }),
        run: () => openPageTool('keys'),
      },
      ...(flows ?? []).map(({ id, name }) => ({
        id: `flow-${id}`,
        group: texts.flows,
        title: texts.openFlow(name),
        icon: IconRoute,
        run: () => navigate(`/flows/${id}`),
      })),
      ...helpPages.map(({ path, title }) => ({
        id: `help-${path}`,
        group: texts.help,
        title,
        icon: IconLifebuoy,
        run: () => navigate(`/help/${path}`),
      })),
    ]
    return all
  }, [flows, channels, navigate, helpPages, canSeeFlows, canAnswer])
  return (
    <QuickPick
      label={texts.title}
      placeholder={texts.searchPages}
      entries={entries}
      whole={whole}
      keys={shownShortcut(openPalette) ?? ''}
      onClose={onClose}
    />
  )
}
