import type { ShownReply, ShownRequest } from '@patchbay/shared/api'
import { responseTexts } from '../ui/texts/response.ts'
import classes from './response.module.css'

/** The body as it came. */
export function RawView({ reply }: { readonly reply: ShownReply }) {
  if (reply.format === 'file') return <p className={classes.raw}>{responseTexts.isFile}</p>
  if (reply.body === '') return <p className={classes.raw}>{responseTexts.emptyBody}</p>
  const isCut = reply.body.length < reply.bytes / 4 && reply.bytes > 1_048_576
  return (
    <>
      {isCut && <p className={`${classes.note} sub`}>{responseTexts.cut}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reachable by keys. */}
      <section className={classes.raw} tabIndex={0} aria-label={responseTexts.views.raw}>
        {reply.body}
      </section>
    </>
  )
}

export function HeadersView({ reply }: { readonly reply: ShownReply }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keys.
    <section className={classes.pairs} tabIndex={0} aria-label={responseTexts.views.headers}>
      <Pairs pairs={reply.headers} />
    </section>
  )
}

/** What was sent, secrets masked. */
export function RequestView({ request }: { readonly request: ShownRequest }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keys.
    <section className={classes.pairs} tabIndex={0} aria-label={responseTexts.views.request}>
      <h3 className="mono">
        {request.method} {request.url}
      </h3>
      <Pairs pairs={request.headers} />
      <h3>{responseTexts.body}</h3>
      {request.body === null || request.body === '' ? (
        <p className="muted">{responseTexts.noBody}</p>
      ) : (
        <pre className="mono" style={{ whiteSpace: 'pre-wrap' }}>
          {request.body}
        </pre>
      )}
    </section>
  )
}

function Pairs({ pairs }: { readonly pairs: readonly { readonly name: string; readonly value: string }[] }) {
  return (
    <table>
      <thead className="sr">
        <tr>
          <th scope="col">{responseTexts.header}</th>
          <th scope="col">{responseTexts.value}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ name, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice.
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
