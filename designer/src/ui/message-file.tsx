import type { MessageFile } from '@patchbay/shared/api'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { bytes } from './formats.ts'
import { Icon } from './icon.tsx'
import { IconFile, IconFileOff, IconMovie, IconMusic, IconPhoto } from './icons.ts'
import classes from './message-file.module.css'
import { fileTexts } from './texts/files.ts'

interface MessageFileProps {
  readonly file: MessageFile
}

/**
 * A file of a message as one line with a small picture, which opens on click. Its place does not change while the file
 * is fetched or loaded, and says why there is none.
 */
export function MessageFileCard({ file }: MessageFileProps) {
  const [isGone, setGone] = useState(false)
  const { state, url, type } = file
  const kind = kindOf(type)
  const name = file.name ?? fileTexts.kinds[kind]
  const isThere = url !== null && /^(https?:|\/)/i.test(url) && !isGone
  const thumb =
    isThere && state === 'stored' && kind === 'image' ? (
      <img src={url} alt="" loading="lazy" decoding="async" onError={() => setGone(true)} />
    ) : (
      <Icon of={state === 'missing' || isGone ? IconFileOff : icons[kind]} size={20} />
    )
  const body = (
    <>
      <span className={classes.thumb} data-missing={state === 'missing' || isGone || undefined}>
        {thumb}
      </span>
      <span className={classes.words}>
        <b className="trunc">{name}</b>
        <span className={classes.note}>{isGone ? fileTexts.gone : noteOf(file)}</span>
      </span>
    </>
  )
  if (!isThere) return <span className={classes.card}>{body}</span>
  return (
    <a className={classes.card} href={url} target="_blank" rel="noreferrer" title={fileTexts.open(name)}>
      {body}
    </a>
  )
}

type Kind = keyof typeof fileTexts.kinds

const icons: Readonly<Record<Kind, TablerIcon>> = {
  image: IconPhoto,
  video: IconMovie,
  audio: IconMusic,
  pdf: IconFile,
  other: IconFile,
}

function kindOf(type: string | null): Kind {
  if (type === 'application/pdf') return 'pdf'
  const [family = ''] = (type ?? '').split('/')
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'other'
}

function noteOf({ state, type, name, bytes: size, problem, url }: MessageFile): string {
  if (state === 'missing') return problem ?? fileTexts.gone
  if (state === 'fetching') return fileTexts.fetching
  if (state === 'elsewhere') return url ?? ''
  // Without a name the kind stands in its place.
  return name === null ? bytes(size ?? 0) : fileTexts.facts(fileTexts.kinds[kindOf(type)], bytes(size ?? 0))
}
