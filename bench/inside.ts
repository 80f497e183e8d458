// What the server's benches measure without a server.
export { defaultPolicies } from '../src/model/policy.ts'
export { openBundle } from '../src/runtime/bundle/open.ts'
export { gradeFindings } from '../src/runtime/grader/grade.ts'
export { PythonPool } from '../src/runtime/sandbox/python/pool.ts'
export { linkPython } from '../src/runtime/sandbox/python/program.ts'
export { Runner } from '../src/runtime/sandbox/run.ts'
export { createSession } from '../src/runtime/server/session.ts'
export { typicalRuns } from './typical-runs.ts'
