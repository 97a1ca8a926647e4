import { AwsV4Signer } from 'aws4fetch'
import type { LexProperties } from './account.ts'

export interface UnsignedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/**
 * The headers of a request, with its Signature Version 4 by the keys of an account. Every header is signed, and so is the
 * body.
 */
export async function signedHeaders(
  { method, url, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken, region }: LexProperties,
  now: Date,
): Promise<readonly (readonly [name: string, value: string])[]> {
  const signer = new AwsV4Signer({
    method,
    url,
    headers,
    accessKeyId,
    secretAccessKey,
    region,
    service: 'lex',
    datetime: now.toISOString().replace(/[-:]|\.\d{3}/g, ''),
    allHeaders: true,
    ...(body === undefined ? {} : { body }),
    ...(sessionToken === undefined ? {} : { sessionToken }),
  })
  return [...(await signer.sign()).headers]
}
