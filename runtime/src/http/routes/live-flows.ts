import { flowTestEndpoints, liveFlowEndpoints } from '@patchbay/shared/api'
import { clientAddress } from '../../kit/app-env.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { pageOf, pageRequest } from '../../services/page.ts'
import { whenGone } from '../caller-answer.ts'
import { ifMatch, keptVersion, versionNumber } from '../preconditions.ts'
import type { RouteServices } from '../services.ts'
import { withRevision } from './flows.ts'

/** Calls that change which events a flow answers: deploy, versions, pause. */
export function liveFlowRoutes({ flows, requests, samples, flowTests, stopping }: RouteServices): readonly Route[] {
  return [
    defineRoute(liveFlowEndpoints.deploy, {
      access: 'editor',
      handle: ({ params, context, principal }) => flows.deploy(params.id, ifMatch(context), principal().name),
    }),
    defineRoute(liveFlowEndpoints.undeploy, {
      access: 'editor',
      handle: async ({ params }) => withRevision(await flows.undeploy(params.id)),
    }),
    defineRoute(liveFlowEndpoints.pause, {
      access: 'editor',
      handle: async ({ params }) => withRevision(await flows.setPaused(params.id, true)),
    }),
    defineRoute(liveFlowEndpoints.resume, {
      access: 'editor',
      handle: async ({ params }) => withRevision(await flows.setPaused(params.id, false)),
    }),
    defineRoute(flowTestEndpoints.test, {
      access: 'editor',
      handle: async ({ params, body, context, principal }) => {
        const { runId, outcome } = await flowTests.start({
          ...body,
          flowId: params.id,
          by: principal(),
          client: clientAddress(context),
          onGone: whenGone(context, stopping),
        })
        if (outcome?.answer === undefined) return { runId, status: 202, answer: null }
        const { status, contentType, body: text } = outcome.answer
        return { runId, status, answer: { contentType, body: text } }
      },
    }),
    defineRoute(flowTestEndpoints.listen, {
      access: 'editor',
      handle: ({ params, query }) => samples.listen(params.id, Number(query.nodeId)),
    }),
    defineRoute(flowTestEndpoints.sample, {
      access: 'editor',
      handle: ({ params, query }) => samples.state(params.id, Number(query.nodeId)),
    }),
    defineRoute(flowTestEndpoints.requests, {
      access: 'viewer',
      handle: ({ params }) => ({ items: requests.list(params.id), next: null }),
    }),
    defineRoute(liveFlowEndpoints.versions, {
      access: 'viewer',
      handle: async ({ params, query }) => pageOf(await flows.versions(params.id), pageRequest(query)),
    }),
    defineRoute(liveFlowEndpoints.version, {
      access: 'viewer',
      handle: ({ params }) => flows.version(params.id, keptVersion(params.version)),
    }),
    defineRoute(liveFlowEndpoints.rollBack, {
      access: 'editor',
      handle: ({ params, principal }) => flows.rollBack(params.id, versionNumber(params.version), principal().name),
    }),
  ]
}
