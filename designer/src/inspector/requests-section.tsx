import type { TriggerRequestItem } from '@patchbay/shared/api'
import { useState } from 'react'
import { Link } from 'wouter'
import { useRequests } from '../api/queries.ts'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { Badge } from '../ui/badge.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { inspectorTexts } from '../ui/texts/inspector.ts'
import formClasses from './form/form.module.css'
import classes from './panel.module.css'

const texts = inspectorTexts
const selectFlowId = (state: EditorState) => state.flowId
const selectTimeZone = (state: EditorState) => state.document.settings.timeZone

const tones = { started: 'ok', repeated: 'idle', answered: 'ok', ignored: 'idle', refused: 'bad' } as const

/** How many are shown at first. */
const SHOWN = 10

/** What came to the trigger and what became of it, newest first. */
export function RequestsSection({ nodeId }: { readonly nodeId: number }) {
  const flowId = useEditor(selectFlowId)
  const requests = useRequests(flowId)
  const [showsAll, setShowsAll] = useState(false)
  if (requests.error) return <LoadError error={requests.error} onRetry={() => void requests.refetch()} />
  if (requests.data === undefined) return null
  const own = requests.data.filter((request) => request.nodeId === nodeId)
  if (own.length === 0) return <p className={formClasses.help}>{texts.noRequests}</p>
  return (
    <>
      <ul className={classes.versions}>
        {own.slice(0, showsAll ? own.length : SHOWN).map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
      {!showsAll && own.length > SHOWN && (
        <button type="button" className={`link ${formClasses.add}`} onClick={() => setShowsAll(true)}>
          {texts.allRequests(own.length)}
        </button>
      )}
    </>
  )
}

function Request({ request }: { readonly request: TriggerRequestItem }) {
  const { at, method, client, verdict, status, detail, runId } = request
  const timeZone = useEditor(selectTimeZone)
  return (
    <li className={classes.version}>
      <div className="grow">
        <span className="num">{dayAndClock(at, { timeZone })}</span>
        <div className="sub">
          {method} {status}, {client}
        </div>
        {detail !== '' && <div className="sub">{detail}</div>}
      </div>
      {runId !== null && <Link href={`/runs/${runId}`}>{texts.openRunOf}</Link>}
      <Badge tone={tones[verdict]}>{texts.verdicts[verdict]}</Badge>
    </li>
  )
}
