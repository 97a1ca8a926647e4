import { type ReactNode, useEffect } from 'react'
import classes from './page.module.css'
import { appTexts } from './texts/app.ts'

interface PageProps {
  readonly title: string
  /** Left of the title, such as a tile. */
  readonly before?: ReactNode
  /** Right of the title, such as a badge. */
  readonly beside?: ReactNode
  /** Buttons at the right end; the primary one last. */
  readonly actions?: ReactNode
  /** The row of search and filters under the head. */
  readonly filters?: ReactNode
  /** Buttons below the content, where the thumb is: on phones only. */
  readonly phoneFoot?: ReactNode
  readonly children: ReactNode
}

/** A page of the shell: head, filters, content that scrolls. */
export function Page({ title, before, beside, actions, filters, phoneFoot, children }: PageProps) {
  usePageTitle(title)
  return (
    <main className={classes.main} id="content" tabIndex={-1}>
      <header className={classes.head}>
        {before}
        <h1>{title}</h1>
        {beside}
        <span className="grow" />
        {actions}
      </header>
      {filters !== undefined && <div className={classes.filters}>{filters}</div>}
      <div className={classes.content}>{children}</div>
      {phoneFoot !== undefined && <footer className={classes.phoneFoot}>{phoneFoot}</footer>}
    </main>
  )
}

/** Names the browser tab. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = appTexts.title(title)
  }, [title])
}
