import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { it, onTestFinished } from 'vitest'
import { openDatabase } from '#adapters/mikro-orm/open-database.ts'
import { expectUnavailable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { freshDatabase } from '#test/databases/fresh.ts'

const SILENCE = 1000

/** A way to the server that lets everything through, until nothing comes back any more. */
const wayTo = async (databaseUrl: string) => {
  const sockets: Socket[] = []
  const target = new URL(databaseUrl)
  const port = Number(target.port)
  const proxy = createServer((near) => {
    const far = connect(port, target.hostname)
    sockets.push(
      near.on('error', () => undefined),
      far.on('error', () => undefined),
    )
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  target.port = String((proxy.address() as AddressInfo).port)
  const freeze = () => sockets.forEach((socket) => socket.unpipe().pause())
  const close = () => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  }
  return { url: target.href, freeze, close }
}

it('a server that falls silent amid a connection is out of reach, and holds nobody for ever', async () => {
  const fresh = await freshDatabase()
  const way = await wayTo(fresh.url)
  const database = await valueOf(openDatabase({ databaseUrl: way.url, connections: 1, socketTimeout: SILENCE }))
  onTestFinished(async () => {
    await database.close()
    way.close()
    await fresh.drop()
  })
  await valueOf(database.ping())
  way.freeze()
  await expectUnavailable(database.ping())
})
