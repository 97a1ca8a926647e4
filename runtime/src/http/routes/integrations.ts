import { integrationEndpoints } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { stringifyJson } from '@patchbay/shared/json'
import { type BodyRule, defineRoute, type Route } from '../../kit/route.ts'
import { pageOf, pageRequest } from '../../services/page.ts'
import { ifMatch, versionNumber } from '../preconditions.ts'
import { drawing } from '../security-headers.ts'
import type { RouteServices } from '../services.ts'

/** People write manifests, and paste one part of them below another. */
const handWritten: BodyRule = { hasUniqueKeys: true }

/** Integrations by manifest. Whoever builds flows reads them, administrators import and remove them. */
export function integrationRoutes({ importedIntegrations }: RouteServices): readonly Route[] {
  return [
    defineRoute(integrationEndpoints.list, {
      access: 'viewer',
      handle: async ({ query }) => pageOf(await importedIntegrations.list(), pageRequest(query)),
    }),
    defineRoute(integrationEndpoints.check, {
      access: 'administrator',
      body: handWritten,
      handle: ({ body }) => importedIntegrations.check(body),
    }),
    defineRoute(integrationEndpoints.put, {
      access: 'administrator',
      body: handWritten,
      handle: ({ params, body, principal, context }) =>
        importedIntegrations.put(params.name, body, { by: principal().name, replaces: ifMatch(context) }),
    }),
    defineRoute(integrationEndpoints.get, {
      access: 'viewer',
      handle: ({ params }) => importedIntegrations.get(params.name),
    }),
    defineRoute(integrationEndpoints.remove, {
      access: 'administrator',
      handle: ({ params, principal }) => importedIntegrations.remove(params.name, principal().name),
    }),
    defineRoute(integrationEndpoints.versions, {
      access: 'viewer',
      handle: async ({ params, query }) => pageOf(await importedIntegrations.versions(params.name), pageRequest(query)),
    }),
    defineRoute(integrationEndpoints.picture, {
      access: 'person',
      async handle({ params }) {
        const { type, bytes } = await importedIntegrations.picture(params.name, params.digest)
        return new Response(new Uint8Array(bytes), {
          headers: {
            'content-type': type,
            'content-security-policy': drawing,
            'cache-control': 'private, max-age=31536000, immutable',
          },
        })
      },
    }),
    defineRoute(integrationEndpoints.exportVersion, {
      access: 'viewer',
      async handle({ params }) {
        const version = versionNumber(params.version)
        const manifest = await importedIntegrations.manifest(params.name, version)
        // A manifest was read from JSON.
        return new Response(stringifyJson(manifest as unknown as Json, 2), {
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-disposition': `attachment; filename="${manifest.integration.name}-${version}.json"`,
            'cache-control': 'no-store',
          },
        })
      },
    }),
  ]
}
