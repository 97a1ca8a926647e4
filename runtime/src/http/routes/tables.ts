import { tableEndpoints, tableLimits } from '@patchbay/shared/api'
import { readText } from '../../kit/read-body.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { CSV_TYPE, streamed } from '../../kit/streamed.ts'
import { pageRequest } from '../../services/page.ts'
import type { RouteServices } from '../services.ts'

/** Tables of people's own data, and their rows. */
export function tableRoutes({ tables }: RouteServices): readonly Route[] {
  return [
    defineRoute(tableEndpoints.list, { access: 'viewer', handle: ({ query }) => tables.list(pageRequest(query)) }),
    defineRoute(tableEndpoints.create, {
      access: 'editor',
      handle: ({ body, principal }) => tables.create(body, principal().name),
    }),
    defineRoute(tableEndpoints.get, { access: 'viewer', handle: ({ params }) => tables.get(params.table) }),
    defineRoute(tableEndpoints.change, {
      access: 'editor',
      handle: ({ params, body, principal }) => tables.change(params.table, body, principal().name),
    }),
    defineRoute(tableEndpoints.remove, { access: 'editor', handle: ({ params }) => tables.remove(params.table) }),
    defineRoute(tableEndpoints.addColumn, {
      access: 'editor',
      handle: ({ params, body, principal }) => tables.addColumn(params.table, body, principal().name),
    }),
    defineRoute(tableEndpoints.changeColumn, {
      access: 'editor',
      handle: ({ params, body, principal }) => tables.changeColumn(params.table, params.column, body, principal().name),
    }),
    defineRoute(tableEndpoints.removeColumn, {
      access: 'editor',
      handle: ({ params, principal }) => tables.removeColumn(params.table, params.column, principal().name),
    }),
    ...rowRoutes(tables),
  ]
}

function rowRoutes(tables: RouteServices['tables']): readonly Route[] {
  return [
    defineRoute(tableEndpoints.rows, {
      access: 'viewer',
      handle: ({ params, query }) => tables.rows(params.table, query, pageRequest(query)),
    }),
    defineRoute(tableEndpoints.addRow, {
      access: 'editor',
      handle: ({ params, body }) => tables.addRow(params.table, body),
    }),
    defineRoute(tableEndpoints.changeRow, {
      access: 'editor',
      handle: ({ params, body }) => tables.changeRow(params.table, params.row, body),
    }),
    defineRoute(tableEndpoints.removeRow, {
      access: 'editor',
      handle: ({ params }) => tables.removeRow(params.table, params.row),
    }),
    defineRoute(tableEndpoints.import, {
      access: 'editor',
      handle: async ({ params, query, principal, context }) =>
        tables.import(params.table, {
          csv: await readText(context, tableLimits.importBytes),
          check: query.check === 'true',
          addColumns: query.addColumns === 'true',
          by: principal().name,
        }),
    }),
    defineRoute(tableEndpoints.export, {
      access: 'viewer',
      handle: async ({ params }) =>
        streamed(await tables.csv(params.table), { type: CSV_TYPE, fileName: `${params.table}.csv` }),
    }),
  ]
}
