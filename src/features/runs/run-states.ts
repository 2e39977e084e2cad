/** States of a crawl and of a run, and of one case of a run. */
export const crawlStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const
export const runStates = [...crawlStates, 'needs_review'] as const
export const caseStates = ['waiting', 'passed', 'failed', 'skipped', 'needs_review'] as const
export const triggers = ['person', 'ci', 'schedule', 'report'] as const
/** Ways to choose a part of a project's cases. */
export const runStrategies = ['smoke', 'recent-failures', 'high-priority', 'regression-risk'] as const
