import { Button } from '@mantine/core'
import { EmptyState } from './empty-state.tsx'
import { IconAlertTriangle } from './icons.ts'
import { commonTexts } from './texts/common.ts'
import { messageOf } from './toasts.tsx'

interface LoadErrorProps {
  readonly error: unknown
  readonly onRetry: () => void
  readonly title?: string
}

/** In place of what could not be loaded: why, and the button that tries again. */
export function LoadError({ error, onRetry, title = commonTexts.notLoaded }: LoadErrorProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={IconAlertTriangle}
        title={title}
        text={messageOf(error)}
        action={
          <Button size="sm" onClick={onRetry}>
            {commonTexts.retry}
          </Button>
        }
      />
    </div>
  )
}
