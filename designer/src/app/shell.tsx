import { addressesTitle } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { Link, useRoute } from 'wouter'
import { useAddresses, useCatalog, useConversationCounts, useFlows, useRights } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
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
import { Logo } from '../ui/logo.tsx'
import { appTexts } from '../ui/texts/app.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { useIsPhone } from '../ui/window-size.ts'
import { MoreTab } from './more-tab.tsx'
import { PageTools } from './page-tools.tsx'
import classes from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

/** The side bar with the page beside it. */
export function Shell({ children }: { readonly children: ReactNode }) {
  useNoFileOpens()
  const { canAnswer, canSeeFlows } = useRights()
  // A bar of tabs has room for five names.
  const hasMore = useIsPhone() && canSeeFlows
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {appTexts.skip}
      </a>
      <header className={classes.side}>
        <div className={classes.brand}>
          <Logo />
          <span>{commonTexts.product}</span>
        </div>
        <nav className={classes.nav} aria-label={appTexts.mainNavigation}>
          {canSeeFlows && <NavLink href="/" icon={IconHome} label={appTexts.home} />}
          {canAnswer && <InboxLink />}
          {canAnswer && <NavLink href="/contacts" also="/contacts/:id" icon={IconUsers} label={appTexts.contacts} />}
          {canSeeFlows && <FlowsLink />}
          {canSeeFlows && !hasMore && <FurtherLinks />}
          {hasMore && <MoreTab />}
        </nav>
        <div className={classes.gap} />
        {!hasMore && (
          <nav className={classes.nav} aria-label={appTexts.supportNavigation}>
            {canSeeFlows && (
              <NavLink href="/settings" also="/settings/*" icon={IconSettings} label={appTexts.settings} />
            )}
            <NavLink href="/help" also="/help/*" icon={IconLifebuoy} label={appTexts.help} />
          </nav>
        )}
        <UserMenu />
      </header>
      {children}
      <PageTools />
    </div>
  )
}

/** With how many contacts wait for an answer. */
function InboxLink() {
  const waiting = useConversationCounts().data?.waiting
  return <NavLink href="/inbox" also="/inbox/:id" icon={IconInbox} label={appTexts.inbox} amount={waiting} isUrgent />
}

function FlowsLink() {
  const flows = useFlows()
  return <NavLink href="/flows" icon={IconRoute} label={appTexts.flows} amount={flows.data?.length} />
}

/** What `MoreTab` leads to on a phone. */
function FurtherLinks() {
  const addresses = useAddresses()
  const channels = useCatalog().data?.channels ?? []
  return (
    <>
      <NavLink href="/runs" also="/runs/:id" icon={IconActivity} label={appTexts.runs} />
      <NavLink href="/numbers" icon={IconPhone} label={addressesTitle(channels)} amount={addresses.data?.length} />
      <NavLink href="/tables" also="/tables/:id" icon={IconTable} label={appTexts.tables} />
      <NavLink href="/accounts" also="/accounts/:id" icon={IconPlugConnected} label={appTexts.accounts} />
    </>
  )
}

interface NavLinkProps {
  readonly href: string
  /** A further path under which this is the current page. */
  readonly also?: string
  readonly icon: TablerIcon
  readonly label: string
  readonly amount?: number | undefined
  /** The amount is people who wait. */
  readonly isUrgent?: boolean
}

function NavLink({ href, also = href, icon, label, amount, isUrgent = false }: NavLinkProps) {
  const [isHere] = useRoute(href)
  const [isBelow] = useRoute(also)
  return (
    <Link
      href={href}
      className={classes.link ?? ''}
      aria-current={isHere || isBelow ? 'page' : undefined}
      aria-label={label}
      title={label}
    >
      <Icon of={icon} size={18} />
      <span>{label}</span>
      {amount !== undefined && (amount > 0 || !isUrgent) && (
        <span className={classes.amount} data-urgent={isUrgent || undefined}>
          {amount}
        </span>
      )}
    </Link>
  )
}

/** A file that misses the list of flows must not take the page away: browsers open what nobody takes. */
function useNoFileOpens(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])
}
