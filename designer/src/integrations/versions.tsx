import type { IntegrationVersion } from '@patchbay/shared/api'
import { addressOf } from '../api/address-of.ts'
import { readManifestVersion } from '../api/commands.ts'
import { useIntegrationVersions } from '../api/queries.ts'
import { Tag } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { QueryView } from '../ui/query-view.tsx'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './integrations.module.css'

const texts = integrationTexts.versions

interface VersionsProps {
  readonly name: string
  /** The editor has what is not saved: people are asked before a version takes its place. */
  readonly isEdited: boolean
  readonly onLoad: (manifest: unknown) => void
}

/** Every version of an integration, to be exported or brought back. */
export function Versions(props: VersionsProps) {
  const versions = useIntegrationVersions(props.name)
  return (
    <section>
      <h2>{texts.title}</h2>
      <QueryView query={versions} rows={2} height={36}>
        {(items) => (
          <ul className={classes.versions}>
            {items.map((version) => (
              <Version key={version.version} {...props} version={version} />
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  )
}

interface VersionProps extends VersionsProps {
  readonly version: IntegrationVersion
}

function Version({ name, version: of, isEdited, onLoad }: VersionProps) {
  const { version, createdAt, createdBy, isCurrent } = of
  const load = async () => {
    try {
      onLoad(await readManifestVersion(name, version))
      toasts.success({ title: texts.loaded(version), message: texts.loadedText })
    } catch (thrown) {
      toasts.error(texts.notLoaded, thrown)
    }
  }
  const ask = () => {
    if (!isEdited) return void load()
    confirm({
      title: texts.dropTitle,
      body: <p>{texts.dropText(version)}</p>,
      keepLabel: texts.keepEditing,
      confirmLabel: texts.drop,
      onConfirm: load,
    })
  }
  const file = addressOf('GET /api/integrations/:name/versions/:version/manifest', { name, version: String(version) })
  return (
    <li>
      <div className="grow">
        <b>{integrationTexts.version(version)}</b> {isCurrent && <Tag>{texts.current}</Tag>}
        <div className="sub">
          {dayAndClock(createdAt)} {texts.by(createdBy)}
        </div>
      </div>
      {!isCurrent && (
        <button type="button" className="link" aria-label={texts.bringBackOf(version)} onClick={ask}>
          {texts.bringBack}
        </button>
      )}
      <a href={file} download aria-label={texts.exportOf(version)}>
        {texts.export}
      </a>
    </li>
  )
}
