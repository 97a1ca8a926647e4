import type { ManifestReport } from '@patchbay/shared/api'
import { Tag } from '../ui/badge.tsx'
import { Note } from '../ui/note.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import classes from './difference.module.css'

const texts = integrationTexts.difference

/** What a manifest changes against the version that it replaces, and what people have to do then. */
export function Difference({ report: { changes, consequences } }: { readonly report: ManifestReport }) {
  return (
    <div className={classes.difference}>
      {consequences.length > 0 && (
        <Note tone="warn">
          {consequences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Note>
      )}
      <section className={classes.changes} aria-label={texts.list} tabIndex={-1}>
        <ul>
          {changes.map(({ kind, path, before, after }) => (
            <li key={`${kind} ${path}`}>
              <Tag>{texts.kinds[kind]}</Tag> <code className={classes.path}>{path}</code>
              {before !== null && <del>{before === '' ? texts.nothing : before}</del>}
              {after !== null && <ins>{after === '' ? texts.nothing : after}</ins>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
