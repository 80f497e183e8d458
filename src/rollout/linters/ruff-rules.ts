import type { RuleTable } from './rule-kinds.ts'

/**
 * What of ruff is about bugs and security, whole groups of it: pyflakes (F), bugbear (B), bandit (S), async (ASYNC), blind
 * except (BLE), time zones (DTZ), performance (PERF), pylint's errors and warnings (PLE, PLW), logging (LOG, G), unused
 * arguments (ARG); and single rules of groups that are else about style. Those in ruff's preview are silent until they are stable.
 */
export const ruffRules: RuleTable = {
  kinds: {
    'sql-injection': 'S608 S610 S611',
    'command-injection': 'S404 S601 S602 S603 S604 S605 S606 S607 S609',
    'code-injection': 'S102 S307 S612',
    'path-traversal': 'S202',
    'cross-site-scripting': 'S308 S701 S702 S704',
    'server-side-request-forgery': 'S310',
    'unsafe-deserialization': 'S301 S302 S403 S506',
    'hardcoded-secret': 'S105 S106 S107',
    'weak-randomness': 'S311',
    'weak-cryptography': 'S303 S304 S305 S323 S324 S413 S501 S502 S503 S504 S505 S507 S508 S509',
    'error-detail-exposure': 'S201',
    'off-by-one': 'PLE0643',
    'wrong-operator': 'B002 B015 PLW0127',
    'inverted-condition': 'F634',
    'equality-confusion': 'F632 PLW0117 PLW0177',
    'shared-mutable-state': 'B006 B008 B039 PLW0603 RUF008 RUF009 RUF012',
    'late-binding': 'B023',
    'iterator-misuse': 'B020 B031 B909',
    'time-zone-error': 'DTZ001 DTZ002 DTZ003 DTZ004 DTZ005 DTZ006 DTZ007 DTZ011 DTZ012',
    'check-then-act': 'S306',
    'race-condition': 'PLW2101',
    'missing-await': 'ASYNC105 RUF006',
    'blocking-call': 'ASYNC210 ASYNC212 ASYNC220 ASYNC221 ASYNC222 ASYNC230 ASYNC240 ASYNC250 ASYNC251',
    'unbounded-growth': 'B019',
    'missing-timeout': 'S113',
    'file-handle-leak': 'SIM115',
    'swallowed-error': 'S110 S112 B012 PLW1510',
    'over-broad-catch': 'BLE001',
    'type-coercion': 'PLW1508',
    'encoding-error': 'PLW1514',
    'data-loss': 'B035 B905 B912',
    'ignored-parameter': 'ARG001 ARG002 ARG003 ARG004 ARG005',
    'weak-assertion': 'B017 F631 PLW0129',
  },
  none: `
    F401 F402 F403 F404 F405 F406 F407 F501 F502 F503 F504 F505 F506 F507 F508 F509 F521 F522 F523 F524 F525 F541 F601 F602
    F621 F622 F633 F701 F702 F704 F706 F707 F722 F811 F821 F822 F823 F841 F842 F901
    B003 B004 B005 B007 B009 B010 B011 B013 B014 B016 B018 B021 B022 B024 B025 B026 B027 B028 B029 B030 B032 B033 B034 B043
    B901 B903 B904 B911
    S101 S103 S104 S108 S312 S313 S314 S315 S316 S317 S318 S319 S321 S401 S402 S405 S406 S407 S408 S409 S411 S412 S415
    ASYNC100 ASYNC109 ASYNC110 ASYNC115 ASYNC116 ASYNC119
    PERF101 PERF102 PERF203 PERF401 PERF402 PERF403
    PLE0100 PLE0101 PLE0115 PLE0116 PLE0117 PLE0118 PLE0237 PLE0241 PLE0302 PLE0303 PLE0304 PLE0305 PLE0307 PLE0308 PLE0309
    PLE0604 PLE0605 PLE0704 PLE1132 PLE1141 PLE1142 PLE1205 PLE1206 PLE1300 PLE1307 PLE1310 PLE1507 PLE1519 PLE1520 PLE1700
    PLE2502 PLE2510 PLE2512 PLE2513 PLE2514 PLE2515
    PLW0108 PLW0120 PLW0128 PLW0130 PLW0131 PLW0133 PLW0211 PLW0244 PLW0245 PLW0406 PLW0602 PLW0604 PLW0642 PLW0711 PLW0717
    PLW1501 PLW1507 PLW1509 PLW1641 PLW2901 PLW3201 PLW3301
    LOG001 LOG002 LOG004 LOG007 LOG009 LOG014 LOG015 G001 G002 G003 G004 G010 G101 G201 G202`,
}
