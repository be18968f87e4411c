import { blobStoreContract } from 'soundhub/testing'
import { makeSubject } from './subject.mjs'

blobStoreContract({ describe, it, beforeEach, afterEach }, makeSubject, { name: 'on a map' })
