import { chooseDefault } from './choose-default.route.ts'
import { choosePreference } from './choose-preference.route.ts'
import { chooseRhythm } from './choose-rhythm.route.ts'
import { deliver } from './deliver.job.ts'
import { fanOutJob } from './fan-out.job.ts'
import { followInbox } from './follow-inbox.route.ts'
import { listAllDeliveries } from './list-all-deliveries.route.ts'
import { listDeliveries } from './list-deliveries.route.ts'
import { readInbox } from './mark-read.route.ts'
import { mendAddress } from './mend-address.route.ts'
import { retryAnyDelivery } from './retry-any-delivery.route.ts'
import { retryDelivery } from './retry-delivery.route.ts'
import { sendTest } from './send-test.route.ts'
import { showInbox } from './show-inbox.route.ts'
import { showPreferences } from './show-preferences.route.ts'
import { showRhythm } from './show-rhythm.route.ts'
import { showUnread } from './show-unread.route.ts'
import { showUnsubscription } from './show-unsubscription.route.ts'
import { beginSlackInstallation } from './slack/begin-installation.route.ts'
import { chooseDirect } from './slack/choose-direct.route.ts'
import { connectSlackWebhook } from './slack/connect-webhook.route.ts'
import { endSlack } from './slack/disconnect-slack.route.ts'
import { finishSlackInstallation } from './slack/finish-installation.route.ts'
import { showSlack } from './slack/show-slack.route.ts'
import { unsubscribe } from './unsubscribe.route.ts'
import { unsubscribeAtOnce } from './unsubscribe-at-once.route.ts'
import { changeWebhook } from './webhooks/change-webhook.route.ts'
import { createWebhook } from './webhooks/create-webhook.route.ts'
import { listWebhookDeliveries } from './webhooks/list-webhook-deliveries.route.ts'
import { listWebhooks } from './webhooks/list-webhooks.route.ts'
import { removeWebhook } from './webhooks/remove-webhook.route.ts'
import { replayWebhookDelivery } from './webhooks/replay-delivery.route.ts'
import { rotateWebhookSecret } from './webhooks/rotate-secret.route.ts'
import { testWebhook } from './webhooks/test-webhook.route.ts'

export { notificationTimetable } from './timetable.ts'

/** Every route of this slice. */
export const notificationRoutes = [
  showPreferences,
  choosePreference,
  chooseDefault,
  showRhythm,
  chooseRhythm,
  sendTest,
  listDeliveries,
  retryDelivery,
  mendAddress,
  showInbox,
  showUnread,
  followInbox,
  readInbox,
  showUnsubscription,
  unsubscribeAtOnce,
  unsubscribe,
  showSlack,
  connectSlackWebhook,
  endSlack,
  beginSlackInstallation,
  finishSlackInstallation,
  chooseDirect,
  listWebhooks,
  createWebhook,
  changeWebhook,
  removeWebhook,
  rotateWebhookSecret,
  testWebhook,
  listWebhookDeliveries,
  replayWebhookDelivery,
  listAllDeliveries,
  retryAnyDelivery,
] as const

/** Its jobs. */
export const notificationJobs = [fanOutJob, deliver] as const
