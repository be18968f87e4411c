import { trustedScriptUrl } from '../trusted.ts'
import type { Placed } from './placing.ts'
import type { FromTaker, ToTaker } from './protocol.ts'
import type { Take } from './take.ts'
import takerUrl from './take.worker.ts?worker&url'

/** The page's end of the worker that writes takes. */
export const newTaker = () => {
  let worker: Worker | null = null
  let asked = 0
  const listeners = new Set<(message: FromTaker) => void>()

  const opened = (): Worker => {
    if (worker !== null) return worker
    worker = new Worker(trustedScriptUrl(takerUrl), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<FromTaker>) => {
      for (const listener of listeners) listener(data)
    })
    return worker
  }

  const tell = (message: ToTaker, transfer: Transferable[] = []): void => opened().postMessage(message, transfer)

  /** Gives back what ends it. */
  const listen = (listener: (message: FromTaker) => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  const answerTo = <Answer>(
    question: (id: number) => ToTaker,
    pick: (message: FromTaker, id: number) => Answer | null,
  ) =>
    new Promise<Answer>((resolve) => {
      const id = ++asked
      const end = listen((message) => {
        const answer = pick(message, id)
        if (answer === null) return
        end()
        resolve(answer)
      })
      tell(question(id))
    })

  /** Frames of a take that broke off; its file is whole then. */
  const mend = (name: string): Promise<number> =>
    answerTo(
      (id) => ({ type: 'mend', id, name }),
      (message, id) => (message.type === 'mended' && message.id === id ? message.frames : null),
    )

  /** The file that is sent of a take; null if it cannot be read. */
  const render = async (take: Take, placed: Placed): Promise<Blob | null> => {
    const { file } = await answerTo(
      (id) => ({ type: 'render', id, take, placed }),
      (message, id) => (message.type === 'rendered' && message.id === id ? message : null),
    )
    return file
  }

  const close = (): void => {
    worker?.terminate()
    worker = null
    listeners.clear()
  }
  return { tell, listen, mend, render, close }
}

export type Taker = ReturnType<typeof newTaker>
