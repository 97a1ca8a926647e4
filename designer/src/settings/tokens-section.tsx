import { Link } from 'wouter'
import { deleteToken } from '../api/commands.ts'
import { useTokens } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconKey } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import { Section } from './section.tsx'
import { TokenActions } from './token-actions.tsx'
import { TokensTable } from './tokens-table.tsx'

/** All tokens of this Patchbay, for administrators. People make theirs on their account page. */
export function TokensSection() {
  const tokens = useTokens()
  const help = (
    <>
      {texts.allHelp} <Link href="/account">{texts.makeOwn}</Link>
    </>
  )
  return (
    <Section title={texts.title} help={help}>
      <QueryView query={tokens} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState framed icon={IconKey} title={texts.none} text={texts.noneHelp} />
          ) : (
            <TokensTable ofAll tokens={all} actions={(token) => <TokenActions token={token} remove={deleteToken} />} />
          )
        }
      </QueryView>
    </Section>
  )
}
