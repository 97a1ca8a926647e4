import { type ReactNode, useId } from 'react'
import classes from './settings.module.css'

interface SectionProps {
  readonly title: string
  readonly help: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, help, action, children }: SectionProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes.section}>
      <header className={classes.head}>
        <div className="grow">
          <h2 id={id}>{title}</h2>
          <p className="sub">{help}</p>
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
