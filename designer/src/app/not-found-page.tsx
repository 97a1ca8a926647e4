import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconRoute } from '../ui/icons.ts'
import { usePageTitle } from '../ui/page.tsx'
import { appTexts } from '../ui/texts/app.ts'

export function NotFoundPage() {
  usePageTitle(appTexts.notFound)
  return (
    <main id="content" tabIndex={-1}>
      <EmptyState
        asPage
        icon={IconRoute}
        title={appTexts.notFound}
        text={appTexts.notFoundHelp}
        action={
          <Button component={Link} href="/" size="sm">
            {appTexts.toFirstPage}
          </Button>
        }
      />
    </main>
  )
}
