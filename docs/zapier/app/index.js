const { version: platformVersion } = require('zapier-platform-core')

const { version } = require('./package.json')
const authentication = require('./authentication')
const startFlow = require('./creates/start-flow')
const flow = require('./triggers/flow')
const instantEvent = require('./triggers/instant-event')
const workflowEvent = require('./triggers/workflow-event')

module.exports = {
  version,
  platformVersion,
  authentication,
  triggers: {
    [workflowEvent.key]: workflowEvent,
    [instantEvent.key]: instantEvent,
    [flow.key]: flow,
  },
  creates: { [startFlow.key]: startFlow },
  searches: {},
  flags: { cleanInputData: true },
}
