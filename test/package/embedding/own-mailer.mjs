// snippet:start
import { okAsync } from 'neverthrow'
import { soundhub } from 'soundhub'
import { memoryPorts } from 'soundhub/memory'

const myMailer = { send: (mail) => okAsync(console.log(`${mail.kind} for ${mail.to}`)) }

const app = soundhub({ ...memoryPorts(), mailer: myMailer })
// snippet:end

await app.worker.start()
await app.accounts.signUp({
  email: 'guitarist@example.org',
  nickname: 'guitarist',
  instruments: ['Guitar'],
  newPassword: 'seven-strings',
})
