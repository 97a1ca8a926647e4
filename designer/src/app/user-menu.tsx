import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { signOut, signOutEverywhere } from '../api/commands.ts'
import { useAgentStatus, useRights, useSession } from '../api/queries.ts'
import { forgetJournals } from '../editing/working-copy/journal-storage.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { Icon } from '../ui/icon.tsx'
import {
  IconCheck,
  IconDeviceDesktop,
  IconDevices,
  IconKey,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUser,
} from '../ui/icons.ts'
import { initials } from '../ui/initials.ts'
import { rolesInWords } from '../ui/roles-in-words.ts'
import { StatusDot } from '../ui/status-dot.tsx'
import { agentTexts } from '../ui/texts/agents.ts'
import { appTexts } from '../ui/texts/app.ts'
import { passwordTexts } from '../ui/texts/passwords.ts'
import { tokenTexts } from '../ui/texts/tokens.ts'
import { toasts } from '../ui/toasts.tsx'
import { AgentStatusChoice } from './agent-status.tsx'
import { ChangePasswordForm } from './change-password-form.tsx'
import classes from './user-menu.module.css'

const schemes = [
  { value: 'light', label: appTexts.themeLight, icon: IconSun },
  { value: 'dark', label: appTexts.themeDark, icon: IconMoon },
  { value: 'auto', label: appTexts.themeSystem, icon: IconDeviceDesktop },
] as const

/** Who is signed in, the theme, and the way out. */
export function UserMenu() {
  const user = useSession().data?.user
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leave = useSignOut(user?.id)
  const { canUseApi, canAnswer } = useRights()
  const status = useAgentStatus({ enabled: canAnswer }).data
  if (user === undefined) return null
  return (
    <Menu position="top-start" width={212}>
      <Menu.Target>
        <button type="button" className={classes.me} aria-label={appTexts.userMenu}>
          <span className={classes.avatar} aria-hidden="true">
            {initials(user.name)}
            {status !== undefined && <StatusDot state={status.state} />}
          </span>
          <span className={classes.who}>
            <span className={`trunc ${classes.name}`}>{user.name}</span>
            <span className="sub trunc">
              {status?.state === 'away' ? agentTexts.inWords(status) : rolesInWords(user.roles)}
            </span>
          </span>
          <Icon of={IconSelector} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {canAnswer && <AgentStatusChoice />}
        <Menu.Label>{appTexts.theme}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(schemeOf(value))}>
          {schemes.map(({ value, label, icon }) => (
            <Menu.RadioItem key={value} value={value} checkIcon={<Icon of={IconCheck} />}>
              <span className={classes.scheme}>
                <Icon of={icon} />
                {label}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {canUseApi && (
          <Menu.Item component={Link} href="/account" leftSection={<Icon of={IconUser} />}>
            {tokenTexts.accountLink}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Icon of={IconKey} />} onClick={askForPassword}>
          {passwordTexts.change}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconLogout} />} onClick={() => leave(signOut)}>
          {appTexts.signOut}
        </Menu.Item>
        <Menu.Item leftSection={<Icon of={IconDevices} />} onClick={() => leave(signOutEverywhere)}>
          {passwordTexts.signOutEverywhere}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function schemeOf(value: string): MantineColorScheme {
  return schemes.find((scheme) => scheme.value === value)?.value ?? 'auto'
}

function askForPassword(): void {
  openDialog({
    title: passwordTexts.change,
    size: 400,
    content: (close) => <ChangePasswordForm onClose={close} />,
  })
}

function useSignOut(userId: string | undefined): (end: () => Promise<void>) => Promise<void> {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  return async (end) => {
    try {
      await end()
      if (userId !== undefined) forgetJournals(userId, window.localStorage)
      navigate('/sign-in')
      client.clear()
    } catch (thrown) {
      toasts.error(appTexts.notSignedOut, thrown)
    }
  }
}
