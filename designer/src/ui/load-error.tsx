import { Button } from '@mantine/core'
import { Link } from 'wouter'
import { EmptyState } from './empty-state.tsx'
import { IconAlertTriangle } from './icons.ts'
import { appTexts } from './texts/app.ts'
import { commonTexts } from './texts/common.ts'
import { messageOf } from './toasts.tsx'

interface LoadErrorProps {
  readonly error: unknown
  readonly onRetry: () => void
  readonly title?: string
  /** There is nothing else on the page: another way out stands beside the button. */
  readonly asPage?: boolean
}

/** In place of what could not be loaded: why, and the button that tries again. */
export function LoadError({ error, onRetry, title = commonTexts.notLoaded, asPage = false }: LoadErrorProps) {
  const alert = (
    <div role="alert">
      <EmptyState
        asPage={asPage}
        icon={IconAlertTriangle}
        title={title}
        text={messageOf(error)}
        action={
          <>
            <Button size="sm" onClick={onRetry}>
              {commonTexts.retry}
            </Button>
            {asPage && (
              <Button size="sm" component={Link} href="/">
                {appTexts.toFirstPage}
              </Button>
            )}
          </>
        }
      />
    </div>
  )
  return asPage ? <main id="content">{alert}</main> : alert
}
