import { Button, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { useRights } from '../api/queries.ts'
import { queries } from '../api/query-options.ts'
import { openPageTool } from '../command-palette/page-tool.ts'
import { showKeys } from '../commands/show-keys.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconLifebuoy } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { helpTexts as texts } from '../ui/texts/help.ts'
import classes from './help.module.css'
import { helpPages } from './help-pages.ts'
import { sourceOf } from './help-sources.ts'
import { HelpText } from './help-text.tsx'

const [firstPage] = helpPages
const groups = Object.entries(texts.groups).map(([id, title]) => ({
  title,
  pages: helpPages.filter(({ group }) => group === id),
}))

/** The pages of `docs` inside the product, the keys and the version. */
export function HelpPage({ path }: { readonly path: string }) {
  const { canSeeFlows } = useRights()
  const version = useQuery({ ...queries.installation(), enabled: canSeeFlows }).data?.version
  const shown = path === '' ? (firstPage?.path ?? '') : path
  return (
    <Page
      title={texts.title}
      beside={version !== undefined && <span className="sub num">{texts.version(version)}</span>}
      actions={
        <Button leftSection={<Icon of={showKeys.icon} />} onClick={() => openPageTool('keys')}>
          {texts.keys}
        </Button>
      }
    >
      <div className={classes.help}>
        <PageList shown={shown} />
        <PageText key={shown} path={shown} />
      </div>
    </Page>
  )
}

function PageList({ shown }: { readonly shown: string }) {
  const [, navigate] = useLocation()
  return (
    <>
      <nav className={classes.list} aria-label={texts.pages}>
        {groups.map(({ title, pages }) => (
          <section key={title} aria-label={title}>
            <h2>{title}</h2>
            {pages.map((page) => (
              <Link key={page.path} href={`/help/${page.path}`} aria-current={page.path === shown ? 'page' : undefined}>
                {page.title}
              </Link>
            ))}
          </section>
        ))}
      </nav>
      <NativeSelect
        className={classes.choice ?? ''}
        aria-label={texts.pages}
        value={shown}
        data={[
          ...(helpPages.some(({ path }) => path === shown) ? [] : [{ value: shown, label: texts.otherPage }]),
          ...groups.map(({ title, pages }) => ({
            group: title,
            items: pages.map((page) => ({ value: page.path, label: page.title })),
          })),
        ]}
        onChange={(event) => navigate(`/help/${event.currentTarget.value}`)}
      />
    </>
  )
}

function PageText({ path }: { readonly path: string }) {
  const source = sourceOf(path)
  if (source === undefined) {
    return (
      <EmptyState
        icon={IconLifebuoy}
        title={texts.noPage}
        action={
          <Button size="sm" component={Link} href="/help">
            {texts.toFirst}
          </Button>
        }
      />
    )
  }
  return <LoadedText path={path} source={source} />
}

function LoadedText({ path, source }: { readonly path: string; readonly source: () => Promise<string> }) {
  const page = useQuery({ queryKey: ['help', path], queryFn: source, staleTime: Number.POSITIVE_INFINITY })
  const text = useRef<HTMLDivElement>(null)
  const isThere = page.data !== undefined
  useEffect(() => {
    if (!isThere) return
    const anchor = decodeURIComponent(window.location.hash.slice(1))
    const heading = anchor === '' ? null : document.getElementById(anchor)
    if (heading) heading.scrollIntoView()
    else text.current?.scrollTo({ top: 0 })
  }, [isThere])
  return (
    <div className={classes.page} ref={text}>
      <QueryView query={page}>{(found) => <HelpText path={path} text={found} />}</QueryView>
    </div>
  )
}
