import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { useRights, useSession } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconLock } from '../ui/icons.ts'
import { usePageTitle } from '../ui/page.tsx'
import { rolesInWords } from '../ui/roles-in-words.ts'
import { appTexts } from '../ui/texts/app.ts'
import { firstPage } from './first-page.ts'

/** At an address that none of the person's roles opens. */
export function NotForRolePage() {
  usePageTitle(appTexts.notForRole)
  const roles = useSession().data?.user.roles ?? []
  const { path, title } = firstPage(useRights())
  return (
    <main id="content" tabIndex={-1}>
      <EmptyState
        asPage
        icon={IconLock}
        title={appTexts.notForRole}
        text={appTexts.notForRoleHelp(rolesInWords(roles))}
        action={
          <Button component={Link} href={path} size="sm">
            {appTexts.backTo(title)}
          </Button>
        }
      />
    </main>
  )
}
