import type { TokenResource } from '@patchbay/shared/api'
import type { ReactNode } from 'react'
import { ago, date } from '../ui/formats.ts'
import { rolesInWords } from '../ui/roles-in-words.ts'
import table from '../ui/table.module.css'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import classes from './settings.module.css'

interface TokensTableProps {
  readonly tokens: readonly TokenResource[]
  /** Whether whose they are is shown. */
  readonly ofAll?: boolean
  readonly actions: (token: TokenResource) => ReactNode
}

export function TokensTable({ tokens, ofAll = false, actions }: TokensTableProps) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>{texts.columns.name}</th>
          {ofAll && <th>{texts.columns.user}</th>}
          {ofAll && <th>{texts.columns.roles}</th>}
          <th>{texts.columns.created}</th>
          <th>{texts.columns.used}</th>
          <th>{texts.columns.expires}</th>
          <th className={classes.manage}>
            <span className="sr">{texts.columns.manage}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td>
              <b>{token.name}</b>
            </td>
            {ofAll && <td>{token.user?.name ?? <Mute text={texts.installation(token.createdBy)} />}</td>}
            {ofAll && <td>{token.roles.length === 0 ? <Mute text={texts.rests} /> : rolesInWords(token.roles)}</td>}
            <td className={table.when}>{date(token.createdAt)}</td>
            <td className={table.when}>
              {token.lastUsedAt === null ? <Mute text={texts.notUsed} /> : ago(token.lastUsedAt)}
            </td>
            <td className={table.when}>
              {token.expiresAt === null ? <Mute text={texts.never} /> : date(token.expiresAt)}
            </td>
            <td>{actions(token)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Mute({ text }: { readonly text: string }) {
  return <span className="muted">{text}</span>
}
