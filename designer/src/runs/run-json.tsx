import type { RunResource } from '@patchbay/shared/api'
import { type Json, stringifyJson } from '@patchbay/shared/json'
import { useMemo } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { runTexts } from '../ui/texts/runs.ts'
import classes from './run-json.module.css'

/** The run as the API answers it. */
export function RunJson({ run }: { readonly run: RunResource }) {
  // The resource came as JSON, so it is JSON.
  const text = useMemo(() => stringifyJson(run as unknown as Json, 2), [run])
  return (
    <div className={classes.json}>
      <div className={classes.copy}>
        <CopyButton value={text} label={runTexts.copyJson} />
      </div>
      <pre className="mono">{text}</pre>
    </div>
  )
}
