import { activate, activateWithPassword, showActivation } from './account/activate.ts'
import { authenticate } from './account/authenticate.ts'
import {
  changePassword,
  confirmPassword,
  confirmPasswordWithPassword,
  showPasswordChange,
} from './account/change-password.ts'
import { changePictures } from './account/change-pictures.ts'
import { checkPassword } from './account/check-password.ts'
import { createStaff } from './account/create-staff.ts'
import { deleteAccount } from './account/delete-account.ts'
import { editProfile } from './account/edit-profile.ts'
import { requestPasswordReset, resetPassword, showPasswordReset } from './account/forgotten-password.ts'
import { listFailedJobs } from './account/list-failed-jobs.ts'
import { listUsers } from './account/list-users.ts'
import { logInWithFacebook, logInWithGoogle } from './account/log-in-with-provider.ts'
import { logIn } from './account/log-in.ts'
import { logOut } from './account/log-out.ts'
import { readAuditLog } from './account/read-audit-log.ts'
import { readUser, readUserDetail } from './account/read-user.ts'
import { reportNotMe, showNotMeReport } from './account/report-not-me.ts'
import { retryAllFailedJobs, retryFailedJob } from './account/retry-failed-jobs.ts'
import { endSession, listSessions } from './account/sessions.ts'
import { signUp } from './account/sign-up.ts'
import { readmitUser, suspendUser } from './account/suspend-user.ts'
import { createComment } from './comment/create-comment.ts'
import { deleteComment } from './comment/delete-comment.ts'
import { editComment } from './comment/edit-comment.ts'
import { listComments, readComment } from './comment/read-comments.ts'
import { followUser, toggleFollow, unfollowUser } from './follow/follow-user.ts'
import { readHome, readHomeOfGenre, readHomeOfInstrument } from './home/read-home.ts'
import { beginIdempotentRequest } from './idempotency/begin-idempotent-request.ts'
import { releaseIdempotentRequest, storeResponse } from './idempotency/end-idempotent-request.ts'
import { deleteMessage } from './message/delete-message.ts'
import { listMessages, openMessage, viewMessage } from './message/read-messages.ts'
import { sendMessage } from './message/send-message.ts'
import { followMix } from './mix/follow-mix.ts'
import { declineProposal, takeProposal } from './mix/decide-on-proposal.ts'
import { exportStems } from './mix/export-stems.ts'
import { proposeMix } from './mix/propose-mix.ts'
import { readMaster } from './mix/read-master.ts'
import { listProposals, readProposal } from './mix/read-proposals.ts'
import { listRevisions } from './mix/read-revisions.ts'
import { requestMix } from './mix/request-mix.ts'
import { restoreRevision } from './mix/restore-revision.ts'
import { createPost } from './post/create-post.ts'
import { deletePost } from './post/delete-post.ts'
import { editPost } from './post/edit-post.ts'
import { likePost, toggleLike, unlikePost } from './post/like-post.ts'
import { listPosts, readPost } from './post/read-posts.ts'
import type { Options, Ports } from './ports.ts'
import { requirePorts } from './required-ports.ts'
import { readWaveformOfComment, readWaveformOfPost } from './track/read-waveform.ts'
import { search } from './search/search.ts'
import { readMedia } from './track/read-media.ts'
import { DEFAULT_MAX_UPLOAD_BYTES } from './track/receive-upload.ts'
import { uploads } from './track/uploads.ts'
import { worker } from './worker.ts'
import { DEFAULT_PURGE_CHANCE } from '#domain/account/stale-users.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'

/** The options where a host sets none. */
export const DEFAULT_OPTIONS: Options = {
  stalePurgeChance: DEFAULT_PURGE_CHANCE,
  mixLease: DEFAULT_LEASE,
  maximumTrackMinutes: 15,
  maximumUploadBytes: DEFAULT_MAX_UPLOAD_BYTES,
}

/**
 * Soundhub itself: every use case on these ports, grouped by what it is about. Call `worker.start()` in at least one process,
 * or mails and mixes wait for ever.
 *
 * @throws TypeError if a port is missing. Nothing else here throws, as long as arguments have their types and ports do not throw.
 */
export const soundhub = (given: Ports & Partial<Options>) => {
  const deps = { ...DEFAULT_OPTIONS, ...requirePorts(given) }
  return {
    /** Signing up, logging in, passwords, sessions, and what staff does to accounts. */
    accounts: {
      signUp: signUp(deps),
      showActivation: showActivation(deps),
      activate: activate(deps),
      activateWithPassword: activateWithPassword(deps),
      logIn: logIn(deps),
      logInWithGoogle: logInWithGoogle(deps),
      logInWithFacebook: logInWithFacebook(deps),
      logOut: logOut(deps),
      authenticate: authenticate(deps),
      checkPassword: checkPassword(deps),
      changePassword: changePassword(deps),
      showPasswordChange: showPasswordChange(deps),
      confirmPassword: confirmPassword(deps),
      confirmPasswordWithPassword: confirmPasswordWithPassword(deps),
      requestPasswordReset: requestPasswordReset(deps),
      showPasswordReset: showPasswordReset(deps),
      resetPassword: resetPassword(deps),
      showNotMeReport: showNotMeReport(deps),
      reportNotMe: reportNotMe(deps),
      listSessions: listSessions(deps),
      endSession: endSession(deps),
      delete: deleteAccount(deps),
      createStaff: createStaff(deps),
      suspend: suspendUser(deps),
      readmit: readmitUser(deps),
    },
    /** What only staff sees and does, beside accounts. */
    staff: {
      auditLog: readAuditLog(deps),
      failedJobs: listFailedJobs(deps),
      retryJob: retryFailedJob(deps),
      retryAllJobs: retryAllFailedJobs(deps),
    },
    /** Profiles, and who follows whom. */
    users: {
      read: readUser(deps),
      readDetail: readUserDetail(deps),
      list: listUsers(deps),
      editProfile: editProfile(deps),
      changePictures: changePictures(deps),
      follow: followUser(deps),
      unfollow: unfollowUser(deps),
      toggleFollow: toggleFollow(deps),
    },
    /** Tracks that ask for others, and who likes them. */
    posts: {
      create: createPost(deps),
      edit: editPost(deps),
      delete: deletePost(deps),
      read: readPost(deps),
      list: listPosts(deps),
      like: likePost(deps),
      unlike: unlikePost(deps),
      toggleLike: toggleLike(deps),
      waveform: readWaveformOfPost(deps),
    },
    /** Tracks that answer a post. */
    comments: {
      create: createComment(deps),
      edit: editComment(deps),
      delete: deleteComment(deps),
      read: readComment(deps),
      list: listComments(deps),
      waveform: readWaveformOfComment(deps),
    },
    /** The master made of a post and its comments. */
    mixes: {
      request: requestMix(deps),
      follow: followMix(deps),
      master: readMaster(deps),
      stems: exportStems(deps),
      revisions: listRevisions(deps),
      restore: restoreRevision(deps),
      propose: proposeMix(deps),
      proposals: listProposals(deps),
      proposal: readProposal(deps),
      takeProposal: takeProposal(deps),
      declineProposal: declineProposal(deps),
    },
    /** The home page, of everything or of one genre or instrument. */
    home: {
      read: readHome(deps),
      ofGenre: readHomeOfGenre(deps),
      ofInstrument: readHomeOfInstrument(deps),
    },
    /** What people write to each other. */
    messages: {
      send: sendMessage(deps),
      list: listMessages(deps),
      view: viewMessage(deps),
      open: openMessage(deps),
      delete: deleteMessage(deps),
    },
    /** Finds users, posts and comments by a part of a nickname or a title. */
    search: search(deps),
    /** Files that have arrived and do not belong to anything yet. */
    uploads: uploads(deps),
    /** The stored files. */
    media: {
      read: readMedia(deps),
    },
    /** Requests that a client may repeat and that take effect once. */
    idempotency: {
      begin: beginIdempotentRequest(deps),
      storeResponse: storeResponse(deps),
      release: releaseIdempotentRequest(deps),
    },
    /** Jobs: mails, mixes, purges, sweeps. */
    worker: worker(deps),
  }
}

/** Every use case, ready to be called. */
export type Soundhub = ReturnType<typeof soundhub>
