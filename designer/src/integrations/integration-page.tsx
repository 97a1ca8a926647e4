import { Button } from '@mantine/core'
import type { IntegrationResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { addressOf } from '../api/address-of.ts'
import { deleteIntegration } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useIntegration } from '../api/queries.ts'
import { readIntegrationsAgain } from '../api/read-integrations-again.ts'
import { WayBack } from '../settings/way-back.tsx'
import { Tag } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconDownload, IconTrash } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { integrationTexts as texts } from '../ui/texts/integrations.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './integrations.module.css'
import { documentOf } from './manifest-document.ts'
import { ManifestEditor } from './manifest-editor.tsx'
import { PictureProblems } from './picture-problems.tsx'
import { Preview } from './preview.tsx'
import { showUses } from './show-refusal.tsx'
import { useManifestDraft } from './use-manifest-draft.ts'
import { UsingFlows } from './using-flows.tsx'
import { Versions } from './versions.tsx'

const LIST = '/settings/integrations'
const wayBack = <WayBack title={texts.title} href={LIST} />

/** One integration: its manifest to be changed, and beside it how it looks, who uses it and its versions. */
export function IntegrationPage({ name }: { readonly name: string }) {
  const integration = useIntegration(name)
  if (integration.data !== undefined) return <Integration integration={integration.data} />
  return (
    <Page title={texts.editor.label} before={wayBack}>
      {integration.error ? (
        <LoadError error={integration.error} onRetry={() => void integration.refetch()} />
      ) : (
        <SkeletonRows height={44} />
      )}
    </Page>
  )
}

function Integration({ integration }: { readonly integration: IntegrationResource }) {
  const { name, displayName, version, flows, accounts, manifest } = integration
  const draft = useManifestDraft(documentOf(manifest))
  return (
    <Page
      title={displayName}
      before={wayBack}
      beside={<Tag>{texts.version(version)}</Tag>}
      actions={<PageActions integration={integration} />}
    >
      <div className={classes.columns}>
        <ManifestEditor draft={draft} name={name} onSaved={(saved) => draft.load(saved.manifest)} />
        <div className={classes.side}>
          <Preview document={draft.document} picture={integration.picture} />
          <PictureProblems problems={integration.pictureProblems} />
          <section>
            <h2>{texts.uses.title}</h2>
            {flows.length + accounts === 0 ? (
              <p className="sub">{texts.uses.none}</p>
            ) : (
              <UsingFlows flows={flows} accounts={accounts} />
            )}
          </section>
          <Versions name={name} isEdited={draft.isEdited} onLoad={draft.load} />
        </div>
      </div>
    </Page>
  )
}

function PageActions({ integration }: { readonly integration: IntegrationResource }) {
  const { name, displayName, version, flows, accounts } = integration
  const client = useQueryClient()
  const [, go] = useLocation()
  const file = addressOf('GET /api/integrations/:name/versions/:version/manifest', { name, version: String(version) })
  const ask = () => {
    if (flows.length + accounts > 0) return showUses(displayName, flows, accounts)
    confirm({
      title: texts.delete.title(displayName),
      body: <p>{texts.delete.help}</p>,
      keepLabel: texts.delete.keep,
      confirmLabel: texts.delete.confirm,
      onConfirm: async () => {
        await deleteIntegration(name)
        go(LIST)
        client.removeQueries({ queryKey: keys.integration(name) })
        await readIntegrationsAgain(client)
        toasts.success({ title: texts.delete.deleted, message: texts.delete.deletedText(displayName) })
      },
    })
  }
  return (
    <>
      <Button component="a" href={file} download variant="subtle" leftSection={<Icon of={IconDownload} />}>
        <span className={classes.headWord}>{texts.versions.export}</span>
      </Button>
      <Button variant="subtle" leftSection={<Icon of={IconTrash} />} onClick={ask}>
        <span className={classes.headWord}>{texts.delete.button}</span>
      </Button>
    </>
  )
}
