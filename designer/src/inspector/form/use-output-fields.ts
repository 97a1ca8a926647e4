import type { Option } from '@patchbay/shared/api'
import { type Flow, indexCatalog, inputAt, parseInputPath } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queries } from '../../api/query-options.ts'

/** Values within outputs, by the path of the output. */
export type OutputFields = ReadonlyMap<string, readonly Option[]>

/** What a source on the server says is within outputs, such as the cells within a row of the chosen table. */
export function useOutputFields(document: Flow, catalog: Catalog): OutputFields {
  const asked = useMemo(() => askedIn(document, catalog), [document, catalog])
  const answers = useQueries({
    queries: asked.map(({ source, inputs }) => queries.optionsAtOnce({ source, search: '', inputs })),
    combine: (results) => results.map(({ data }) => data),
  })
  return useMemo(() => new Map(asked.map(({ path }, index) => [path, answers[index]?.items ?? []])), [asked, answers])
}

function askedIn(document: Flow, catalog: Catalog) {
  const { definitions } = indexCatalog(catalog)
  return document.nodes.flatMap((node) => {
    const definition = definitions.of(node)
    return (definition?.outputs ?? []).flatMap(({ name, fieldsOf }) => {
      if (definition === undefined || fieldsOf === undefined) return []
      const inputs = Object.fromEntries(
        fieldsOf.inputs.map((input) => [input, inputAt(node.inputs, parseInputPath(input))]),
      )
      const path = `${definition.variablePrefix}_${node.id}.${name}`
      return [{ path, source: fieldsOf.source, inputs: JSON.stringify(inputs) }]
    })
  })
}
