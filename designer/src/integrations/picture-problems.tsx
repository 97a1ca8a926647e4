import type { PictureProblem } from '@patchbay/shared/api'
import { Note } from '../ui/note.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import classes from './integrations.module.css'

const texts = integrationTexts.pictures

/** Why letters stand in place of a picture, and what to do about it. */
export function PictureProblems({ problems }: { readonly problems: readonly PictureProblem[] }) {
  if (problems.length === 0) return null
  return (
    <Note tone="warn">
      <b>{texts.missing(problems.length)}</b>
      <dl className={classes.pictureProblems}>
        {problems.map(({ kind, url, message }) => (
          <div key={kind}>
            <dt>
              {texts.kinds[kind]}: <code>{url}</code>
            </dt>
            <dd>{message}</dd>
          </div>
        ))}
      </dl>
      {texts.again}
    </Note>
  )
}
