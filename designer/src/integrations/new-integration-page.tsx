import { Button } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { WayBack } from '../settings/way-back.tsx'
import { Page } from '../ui/page.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { integrationTexts as texts } from '../ui/texts/integrations.ts'
import classes from './integrations.module.css'
import { ManifestEditor } from './manifest-editor.tsx'
import { Preview } from './preview.tsx'
import { useManifestDraft } from './use-manifest-draft.ts'

const LIST = '/settings/integrations'
const wayBack = <WayBack title={texts.title} href={LIST} />

/** Adds an integration: pasted, uploaded or filled in. */
export function NewIntegrationPage() {
  const [, go] = useLocation()
  const draft = useManifestDraft('')
  const cancel = (
    <Button variant="subtle" component={Link} href={LIST}>
      {commonTexts.cancel}
    </Button>
  )
  return (
    <Page title={texts.newTitle} before={wayBack}>
      <div className={classes.columns}>
        <ManifestEditor draft={draft} onSaved={({ name }) => go(`${LIST}/${name}`)} beside={cancel} />
        <div className={classes.side}>
          <Preview document={draft.document} />
        </div>
      </div>
    </Page>
  )
}
