import { Menu } from '@mantine/core'
import { addressesTitle } from '@patchbay/shared/api'
import { Link, useLocation } from 'wouter'
import { useCatalog } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import {
  IconActivity,
  IconLifebuoy,
  IconMenu2,
  IconPhone,
  IconPlugConnected,
  IconSettings,
  IconTable,
} from '../ui/icons.ts'
import { appTexts } from '../ui/texts/app.ts'
import classes from './shell.module.css'

/** The last tab on a phone: a menu of the pages that have no tab. */
export function MoreTab() {
  const channels = useCatalog().data?.channels ?? []
  const [path] = useLocation()
  const isAt = (href: string) => path === href || path.startsWith(`${href}/`)
  const pages = [
    { href: '/runs', icon: IconActivity, label: appTexts.runs },
    { href: '/numbers', icon: IconPhone, label: addressesTitle(channels) },
    { href: '/tables', icon: IconTable, label: appTexts.tables },
    { href: '/accounts', icon: IconPlugConnected, label: appTexts.accounts },
    { href: '/settings', icon: IconSettings, label: appTexts.settings },
    { href: '/help', icon: IconLifebuoy, label: appTexts.help },
  ]
  return (
    <Menu position="top-end" width={200}>
      <Menu.Target>
        <button type="button" className={classes.link} data-here={pages.some(({ href }) => isAt(href)) || undefined}>
          <Icon of={IconMenu2} size={18} />
          <span>{appTexts.more}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {pages.map(({ href, icon, label }) => (
          <Menu.Item
            key={href}
            component={Link}
            href={href}
            className={classes.further ?? ''}
            aria-current={isAt(href) ? 'page' : undefined}
            leftSection={<Icon of={icon} />}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
