import * as fc from 'fast-check'
import { soundhub } from 'soundhub'
import { soundhubCommands, soundhubModel, testWorld } from 'soundhub/testing'

await fc.assert(
  fc.asyncProperty(fc.nat(), soundhubCommands(), async (seed, commands) => {
    const world = testWorld({ seed })
    const app = soundhub(world)
    await app.worker.start()
    const activationKey = async (email) => {
      await world.jobRunner.drain()
      return world.mailer.sent().findLast((mail) => mail.to === email && mail.kind === 'activation').secret
    }
    await fc.asyncModelRun(() => ({ model: soundhubModel(), real: { app, activationKey } }), commands)
    await app.worker.stop()
  }),
  { numRuns: 20 },
)
