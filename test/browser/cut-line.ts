import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line between browser and server that can be cut. */
export type CutLine = {
  readonly url: string
  /** Cuts it, now and for whoever comes later, once so many more bytes went to the server. */
  readonly cutAfter: (bytes: number) => void
  readonly mend: () => void
  /** Bytes that went to the server so far. */
  readonly sent: () => number
  readonly close: () => Promise<void>
}

/** Such a line to a server. The browser reaches it under the server's name, at another port. */
export const cutLine = async (to: string): Promise<CutLine> => {
  const { hostname, port } = new URL(to)
  const open = new Set<Socket>()
  let sent = 0
  let room = Number.POSITIVE_INFINITY

  const cut = (): void => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer((near) => {
    if (room <= 0) return void near.destroy()
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        // What it had is still passed on.
        if (socket === near) far.end()
        else other.destroy()
      })
    }
    far.pipe(near)
    near.on('data', (bytes: Buffer) => {
      const passed = bytes.subarray(0, Math.max(0, room))
      sent += passed.length
      room -= passed.length
      if (!far.write(passed)) {
        near.pause()
        far.once('drain', () => near.resume())
      }
      if (room <= 0) near.destroy()
      if (room <= 0) for (const socket of open) if (socket !== far) socket.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve))
  return {
    url: `http://${hostname}:${(server.address() as AddressInfo).port}`,
    cutAfter: (bytes) => {
      room = bytes
    },
    mend: () => {
      room = Number.POSITIVE_INFINITY
    },
    sent: () => sent,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        cut()
      }),
  }
}
