import type { ReactNode } from 'react'
import { Logo } from '../ui/logo.tsx'
import { usePageTitle } from '../ui/page.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import classes from './gate.module.css'

interface GateProps {
  readonly title: string
  readonly subtitle: string
  readonly children: ReactNode
}

/** The frame of the pages in front of the door. */
export function Gate({ title, subtitle, children }: GateProps) {
  usePageTitle(title)
  return (
    <main className={classes.gate}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <Logo />
          {commonTexts.product}
        </div>
        <h1>{title}</h1>
        <p className={classes.subtitle}>{subtitle}</p>
        {children}
      </div>
    </main>
  )
}
