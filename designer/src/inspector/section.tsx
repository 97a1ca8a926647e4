import { type ReactNode, useId } from 'react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { openSectionsOf, type SectionId } from '../editing/open-sections.ts'
import { Icon } from '../ui/icon.tsx'
import { IconChevronDown, IconChevronRight } from '../ui/icons.ts'
import classes from './panel.module.css'

interface SectionProps {
  readonly id: SectionId
  /** Remembers what is open per node type; `flow` for the flow. */
  readonly nodeType: string
  readonly title: string
  /** At the right of a closed section. */
  readonly summary?: ReactNode
  /** While open, it stays at the foot of the panel when fields above it would push it out of sight. */
  readonly staysInSight?: boolean
  readonly children: ReactNode
}

/** One accordion section of the panel. */
export function Section({ id, nodeType, title, summary, staysInSight = false, children }: SectionProps) {
  const store = useEditorStore()
  const bodyId = useId()
  const isOpen = useEditor((state) => openSectionsOf(state, nodeType).includes(id))
  const toggle = () => {
    const state = store.getState()
    const open = openSectionsOf(state, nodeType)
    state.setOpenSections(nodeType, isOpen ? open.filter((section) => section !== id) : [...open, id])
  }
  return (
    <section className={classes.section} data-in-sight={(staysInSight && isOpen) || undefined}>
      <h3>
        <button
          type="button"
          className={classes.sectionHead}
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={toggle}
        >
          <Icon of={isOpen ? IconChevronDown : IconChevronRight} size={14} />
          {title}
          {!isOpen && summary !== undefined && <span className={classes.summary}>{summary}</span>}
        </button>
      </h3>
      <div id={bodyId} hidden={!isOpen}>
        {isOpen && <div className={classes.sectionBody}>{children}</div>}
      </div>
    </section>
  )
}
