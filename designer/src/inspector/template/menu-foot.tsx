import { Kbd } from '@mantine/core'
import { keyNames } from '../../ui/texts/formats.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import classes from './template.module.css'

/** The keys of a completion list. */
export function MenuFoot() {
  return (
    <div className={classes.foot} aria-hidden="true">
      <span>
        <Kbd>{keyNames.ArrowUp}</Kbd> <Kbd>{keyNames.ArrowDown}</Kbd> {inspectorTexts.keys.choose}
      </span>
      <span>
        <Kbd>{keyNames.Enter}</Kbd> {inspectorTexts.keys.insert}
      </span>
      <span>
        <Kbd>{keyNames.Escape}</Kbd> {inspectorTexts.keys.close}
      </span>
    </div>
  )
}

/** The DOM id of an option, for `aria-activedescendant`. */
export function optionId(listId: string, name: string): string {
  return `${listId}-${name.replaceAll(/[^\w.-]/g, '_')}`
}
