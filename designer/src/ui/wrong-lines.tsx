import { Note } from './note.tsx'
import { csvTexts as texts } from './texts/csv.ts'
import classes from './wrong-lines.module.css'

interface WrongLinesProps {
  readonly errors: readonly { readonly line: number; readonly message: string }[]
  /** How many lines are wrong, of which `errors` has the first. */
  readonly wrongLines: number
  /** The other lines can be imported without them. */
  readonly areLeftOut?: boolean
}

/** More are told by their number. */
const MOST_SHOWN = 8

/** What is wrong in a CSV file, by lines. */
export function WrongLines({ errors, wrongLines, areLeftOut = false }: WrongLinesProps) {
  const shown = errors.slice(0, MOST_SHOWN)
  return (
    <>
      <Note tone="bad">{(areLeftOut ? texts.leftOut : texts.wrong)(wrongLines)}</Note>
      <ul className={classes.lines}>
        {shown.map(({ line, message }) => (
          <li key={line}>
            <span className="muted num">{texts.line(line)}</span> {message}
          </li>
        ))}
      </ul>
      {wrongLines > shown.length && <p className="sub">{texts.more(wrongLines - shown.length)}</p>}
    </>
  )
}
