import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconAlertTriangle } from '../ui/icons.ts'
import { appTexts } from '../ui/texts/app.ts'

interface ErrorBoundaryProps {
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly message: string | null
}

/** Shows a page of ours in place of a blank one when drawing fails, for example when a deploy replaced our files. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { message: null }

  static getDerivedStateFromError(thrown: unknown): ErrorBoundaryState {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) }
  }

  override render(): ReactNode {
    if (this.state.message === null) return this.props.children
    return (
      <main>
        <div role="alert">
          <EmptyState
            asPage
            icon={IconAlertTriangle}
            title={appTexts.broken}
            text={`${appTexts.brokenHelp} (${this.state.message})`}
            action={<Button onClick={() => location.reload()}>{appTexts.reload}</Button>}
          />
        </div>
      </main>
    )
  }
}
