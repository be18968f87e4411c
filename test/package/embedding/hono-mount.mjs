import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { soundhub } from 'soundhub'
import { httpApp } from 'soundhub/http'
import { OutboxMailer } from 'soundhub/mail'
import { memoryPorts } from 'soundhub/memory'

const port = Number(process.env.PORT)
const publicUrl = `http://localhost:${port}/music`
const links = []
const mailer = new OutboxMailer({
  publicUrl,
  from: 'soundhub@example.org',
  directory: 'outbox',
  now: Date.now,
  onLink: ({ link }) => links.push(link),
})
const app = soundhub({ ...memoryPorts(), mailer })
await app.worker.start()

const host = new Hono()
host.get('/', (context) => context.text('the rest of your app'))
host.mount('/music', httpApp(app, { publicUrl }).fetch)
serve({ fetch: host.fetch, port })

/** Of the only mail that is sent here. */
export const linkTo = () => links[0]
