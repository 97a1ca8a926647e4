import type { WebResponse } from '../platform/egress/web-client.ts'

/** The address of the next page in the Link headers of a reply (RFC 8288), as it stands there. */
export function nextInLinkHeader(headers: WebResponse['headers']): string | undefined {
  const links = headers.filter(([name]) => name === 'link').flatMap(([, value]) => [...value.matchAll(LINK)])
  const [, address] = links.find(([, , parameters = '']) => relationsOf(parameters).includes('next')) ?? []
  return address
}

/** One link with its parameters: a comma may stand inside the address and inside quotes. */
const LINK = /<([^<>]{0,8000})>((?:\s*;\s*[^\s=;,"]+\s*(?:=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g

function relationsOf(parameters: string): readonly string[] {
  const [, quoted, plain = ''] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i.exec(parameters) ?? []
  return (quoted ?? plain).toLowerCase().split(/\s+/)
}
