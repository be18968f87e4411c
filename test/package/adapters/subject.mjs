import { testWorld } from 'soundhub/testing'
import { mapBlobStore } from './map-blob-store.mjs'

/** A store of its own for each case. `isUp` plays the network cable. */
export const makeSubject = async () => {
  const files = new Map()
  let isUp = true
  const open = () => {
    if (!isUp) throw new Error('the map is out of reach')
    return files
  }
  const { staging } = testWorld({ seed: 1 })
  return {
    subject: { staging, blobs: mapBlobStore({ open, staging }) },
    breakDown: async () => void (isUp = false),
    repair: async () => void (isUp = true),
    close: async () => {},
  }
}
