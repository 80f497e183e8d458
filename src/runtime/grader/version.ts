/** Changes whenever the same actions on the same row could earn something else. */
export const GRADER_VERSION = '7'
