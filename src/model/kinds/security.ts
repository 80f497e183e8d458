import { kindsOf } from './kind.ts'

export const securityKinds = kindsOf('security', {
  'sql-injection': { cwe: [89], summary: 'Untrusted text becomes part of an SQL statement.' },
  'command-injection': {
    cwe: [78, 77],
    summary: 'Untrusted text becomes part of a shell command or its arguments.',
  },
  'code-injection': { cwe: [94, 95], summary: 'Untrusted text is evaluated as code or as a template.' },
  'path-traversal': { cwe: [22], summary: 'A path built from untrusted text can leave its intended folder.' },
  'cross-site-scripting': { cwe: [79], summary: 'Untrusted text reaches a page without being escaped.' },
  'server-side-request-forgery': {
    cwe: [918],
    summary: 'The server fetches an address that a caller chose.',
  },
  'open-redirect': { cwe: [601], summary: 'A redirect goes wherever a parameter says.' },
  'header-injection': { cwe: [113, 93], summary: 'Line breaks in untrusted text add headers or log lines.' },
  'unsafe-deserialization': {
    cwe: [502],
    summary: 'Untrusted bytes are turned into objects by a loader that can run code.',
  },
  'prototype-pollution': {
    cwe: [1321],
    summary: 'Keys from outside can reach and change shared object prototypes.',
  },
  'mass-assignment': {
    cwe: [915],
    summary: 'A whole request body is copied onto a record, privileged fields included.',
  },
  'missing-authentication': {
    cwe: [306],
    summary: 'An operation that needs a known caller never checks who calls.',
  },
  'missing-authorization': {
    cwe: [862, 863],
    summary: 'The caller is known, but never checked to be allowed to do this.',
  },
  'insecure-direct-object-reference': {
    cwe: [639],
    parent: 'missing-authorization',
    summary: 'A record is looked up by an id from the caller without checking that it is theirs.',
  },
  'cross-site-request-forgery': {
    cwe: [352],
    summary: 'A state change can be triggered from another site with the victim’s cookies.',
  },
  'session-fixation': {
    cwe: [384, 613],
    summary: 'A session or token outlives the moment at which it must change or end.',
  },
  'hardcoded-secret': { cwe: [798, 321], summary: 'A password, key or token is written in the source.' },
  'weak-randomness': {
    cwe: [338, 330],
    summary: 'A secret or token comes from a predictable random source.',
  },
  'weak-cryptography': {
    cwe: [327, 326],
    summary: 'A broken or misused cipher, mode, hash or signature check protects something that matters.',
  },
  'weak-password-hash': {
    cwe: [916],
    parent: 'weak-cryptography',
    summary: 'Passwords are stored with a fast or unsalted hash.',
  },
  'timing-attack': {
    cwe: [208],
    summary: 'A secret is compared in a time that depends on how much of it matches.',
  },
  'regex-denial-of-service': {
    cwe: [1333],
    summary: 'A regular expression backtracks for ever on crafted input.',
  },
})
