import type { MessageMedia } from '@patchbay/shared/api'
import { bytes } from '../ui/formats.ts'
import { IconPaperclip } from '../ui/icons.ts'
import { simulatorTexts as texts } from '../ui/texts/simulator.ts'
import classes from './simulator.module.css'

/** Pictures and files of a message. What is stored here is shown; what others have is opened on request. */
export function Files({ media }: { readonly media: readonly MessageMedia[] }) {
  return (
    <ul className={classes.files} aria-label={texts.files}>
      {media.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same file may be sent twice, and the order never changes.
        <li key={index}>{isPicture(file) ? <Picture file={file} /> : <FileName file={file} />}</li>
      ))}
    </ul>
  )
}

/** Of this server, so nobody else learns that it was looked at. */
function isPicture({ id, url, type }: MessageMedia): boolean {
  return id !== undefined && url !== undefined && type !== undefined && pictureTypes.has(type)
}

const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

function Picture({ file: { url, name } }: { readonly file: MessageMedia }) {
  const title = name ?? texts.picture
  return (
    <a className={classes.picture} href={url} target="_blank" rel="noreferrer" title={title}>
      <img src={url} alt={title} width={240} height={180} loading="lazy" />
    </a>
  )
}

function FileName({ file }: { readonly file: MessageMedia }) {
  // Only what is stored here has a path without a host.
  const address = file.id === undefined ? URL.parse(file.url ?? '') : URL.parse(file.url ?? '', window.location.href)
  const name = file.name ?? address?.pathname.split('/').findLast((part) => part !== '') ?? address?.host ?? file.url
  // Anybody may send an address, so only those of the web become links.
  const isLink = file.url !== undefined && address !== null && /^https?:$/.test(address.protocol)
  return (
    <span className={classes.file}>
      <IconPaperclip size={14} aria-hidden />
      {isLink ? (
        <a href={address.href} target="_blank" rel="noreferrer" title={file.url}>
          {name}
        </a>
      ) : (
        <span>{name ?? texts.file}</span>
      )}
      {file.bytes !== undefined && <span className={classes.size}>{bytes(file.bytes)}</span>}
    </span>
  )
}
