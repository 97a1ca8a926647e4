import type { MessageFile } from '@patchbay/shared/api'
import { useState } from 'react'
import { MessageFileCard } from '../ui/message-file.tsx'
import { fileTexts as texts } from '../ui/texts/files.ts'
import classes from './files.module.css'

/** Pictures and files of a message, as people see them in a conversation. What others have is opened on request only. */
export function MessageFiles({ files }: { readonly files: readonly MessageFile[] }) {
  return (
    <ul className={classes.files} aria-label={texts.files}>
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be sent twice, and the order never changes.
        <li key={index}>
          <Shown file={file} />
        </li>
      ))}
    </ul>
  )
}

/** A picture that is kept here is shown; its place is kept until it is loaded, and given up when it cannot be. */
function Shown({ file }: { readonly file: MessageFile }) {
  const [isBroken, setBroken] = useState(false)
  const { state, type, url } = file
  const isPicture = state === 'stored' && type?.startsWith('image/') === true && url !== null && !isBroken
  if (!isPicture) return <MessageFileCard file={file} />
  const name = file.name ?? texts.kinds.image
  return (
    <a className={classes.picture} href={url} target="_blank" rel="noreferrer" title={texts.open(name)}>
      <img src={url} alt={name} width={240} height={180} loading="lazy" onError={() => setBroken(true)} />
    </a>
  )
}
