import type { Json } from '@patchbay/shared/json'
import { responseTexts } from '../ui/texts/response.ts'
import { previewText } from './preview-text.ts'
import classes from './response.module.css'
import { containerOf, entriesOf } from './tree-rows.ts'

/** What the variable would hold, with its kind and length. */
export function QueryPreview({ value }: { readonly value: Json | undefined }) {
  return (
    <div>
      <div className={classes.previewHead}>
        <b>{responseTexts.preview}</b>
        <span>{value === undefined ? '' : kindOf(value)}</span>
      </div>
      <div className={classes.preview}>
        {value === undefined ? <span className="muted">{responseTexts.previewNothing}</span> : previewText(value)}
      </div>
    </div>
  )
}

function kindOf(value: Json): string {
  const { kinds } = responseTexts
  if (value === null) return kinds.null
  if (typeof value === 'string') return kinds.text([...value].length)
  if (typeof value === 'boolean') return kinds.boolean
  const container = containerOf(value)
  if (container === 'list') return kinds.list(entriesOf(value).length)
  return container === 'object' ? kinds.object(entriesOf(value).length) : kinds.number
}
