import type { FieldError } from '@patchbay/shared/errors'
import { Note } from '../ui/note.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import classes from './manifest-form.module.css'

const texts = integrationTexts.problems

interface ProblemListProps {
  readonly errors: readonly FieldError[]
  readonly warnings: readonly FieldError[]
  /** Where a problem stands, beside its path. */
  readonly placeOf?: (path: string) => string
  /** Leads to the place. */
  readonly onGo: (path: string) => void
}

/** What is wrong with a manifest and what was taken although it is unusual, each with its place and what to do. */
export function ProblemList({ errors, warnings, placeOf, onGo }: ProblemListProps) {
  return (
    <>
      {errors.length > 0 && (
        <Note tone="bad">
          <b>{texts.title(errors.length)}</b>
          <Lines notes={errors} placeOf={placeOf} onGo={onGo} />
        </Note>
      )}
      {warnings.length > 0 && (
        <details className={classes.warnings} open={errors.length === 0 && warnings.length < 4}>
          <summary>{texts.warnings(warnings.length)}</summary>
          <Lines notes={warnings} placeOf={placeOf} onGo={onGo} />
        </details>
      )}
    </>
  )
}

interface LinesProps {
  readonly notes: readonly FieldError[]
  readonly placeOf: ((path: string) => string) | undefined
  readonly onGo: (path: string) => void
}

function Lines({ notes, placeOf, onGo }: LinesProps) {
  return (
    <ul className={classes.problems}>
      {notes.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <button type="button" className={classes.problemPath} onClick={() => onGo(path)}>
            {placeOf !== undefined && <span className="num">{placeOf(path)}</span>}{' '}
            <code>{path === '' ? texts.whole : path}</code>
          </button>{' '}
          {message}
        </li>
      ))}
    </ul>
  )
}
