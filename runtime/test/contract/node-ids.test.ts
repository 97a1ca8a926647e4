import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { actions, triggers } from '../../src/nodes/index.ts'
import { integrationActions } from '../helpers/integration-parts.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
/** What a node is for stands in its definition: none of these may know one by its name. */
const folders = [
  'runtime/src/engine',
  'runtime/src/alerts',
  'runtime/src/store',
  'runtime/src/services',
  'runtime/src/accounts',
  'runtime/src/messaging',
  'runtime/src/schedules',
  'runtime/src/http',
  'shared/src',
  'designer/src',
]
/** Words that are also ids of nodes: kinds of outcomes and of what is listened to, widgets, columns, tables, credentials, tones. */
const otherwise: Readonly<Record<string, string>> = {
  'designer/src/help/help-text.tsx': 'table',
  'designer/src/help/parse-markdown.ts': 'table',
  'designer/src/inspector/form/layout-form.ts': 'switch',
  'designer/src/inspector/widgets/grid-cell.tsx': 'switch',
  'designer/src/inspector/widgets/grid-columns.ts': 'switch',
  'designer/src/runs/status-badge.tsx': 'wait',
  'designer/src/settings/webhooks/delivery-words.ts': 'wait',
  'designer/src/simulator/tested-triggers.ts': 'schedule',
  'designer/src/ui/badge.tsx': 'wait',
  'designer/src/ui/texts/event-webhooks.ts': 'wait',
  'runtime/src/engine/executor.ts': 'wait',
  'runtime/src/engine/perform-step.ts': 'wait',
  'runtime/src/schedules/flow-schedules.ts': 'schedule',
  'runtime/src/schedules/start-ticks.ts': 'schedule',
  'runtime/src/services/flow-tests.ts': 'schedule',
  'runtime/src/store/events/event-wants.ts': 'webhook',
  'runtime/src/store/journal/merge-rows.ts': 'wait',
  'runtime/src/store/pglite/worker.ts': 'table',
  'runtime/src/store/runs/advance-children.ts': 'wait',
  'runtime/src/store/runs/run-columns.ts': 'wait',
  'runtime/src/store/runs/run-records.ts': 'wait',
  'runtime/src/store/schema/event-tables.ts': 'webhook',
  'runtime/src/store/repositories/schedule-repository.ts': 'schedule',
  'shared/src/expressions/scope-context.ts': 'condition',
  'shared/src/nodes/ui-schema.ts': 'switch',
}

const ids = [...triggers, ...actions, ...integrationActions()].map(({ definition }) => definition.id)
const named = new RegExp(`['"\`](${ids.join('|')})['"\`]`, 'g')

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/migrations\/|^migrations\/|\/test-(runs|rig)\.ts$/.test(path),
    )
    .map((path) => `${folder}/${path}`)
}

it('no node is known by its id outside of its folder and the lists', () => {
  const found = new Set(
    folders
      .flatMap(sourcesIn)
      .flatMap((path) => [...readFileSync(`${root}${path}`, 'utf8').matchAll(named)].map(([, id]) => `${path}: ${id}`)),
  )
  expect([...found].sort()).toEqual(
    Object.entries(otherwise)
      .map(([path, id]) => `${path}: ${id}`)
      .sort(),
  )
})
