let arrived = false

/** Notes that the person went to another page: its heading takes the focus when it appears. Not on the first load, where the browser decides. */
export const noteArrival = (): void => {
  arrived = true
}

/** Whether a heading that appears now should take the focus; only the first one may. */
export function takeArrival(): boolean {
  const due = arrived
  arrived = false
  return due
}
