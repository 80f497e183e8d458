import type { RuleTable } from './rule-kinds.ts'

/** What is recommended by ESLint, by typescript-eslint with types, by eslint-plugin-security and by eslint-plugin-sonarjs, whole. */
export const eslintRules: RuleTable = {
  kinds: {
    'sql-injection': 'sonarjs/sql-queries',
    'command-injection': 'security/detect-child-process sonarjs/no-os-command-from-path',
    'code-injection': `@typescript-eslint/no-implied-eval security/detect-eval-with-expression security/detect-non-literal-require
      sonarjs/code-eval sonarjs/dynamically-constructed-templates`,
    'path-traversal': 'security/detect-non-literal-fs-filename',
    'cross-site-scripting': `security/detect-disable-mustache-escape sonarjs/disabled-auto-escaping
      sonarjs/no-angular-bypass-sanitization sonarjs/dompurify-unsafe-config sonarjs/content-security-policy`,
    'prototype-pollution': 'no-prototype-builtins security/detect-object-injection',
    'missing-authorization': `sonarjs/file-permissions sonarjs/aws-s3-bucket-granted-access sonarjs/aws-iam-public-access
      sonarjs/aws-s3-bucket-public-access sonarjs/aws-iam-all-privileges sonarjs/aws-iam-privilege-escalation
      sonarjs/aws-restricted-ip-admin-access`,
    'missing-authentication': 'sonarjs/aws-apigateway-public-api',
    'cross-site-request-forgery': 'security/detect-no-csrf-before-method-override sonarjs/csrf sonarjs/cors',
    'session-fixation': 'sonarjs/session-regeneration',
    'hardcoded-secret': `sonarjs/no-hardcoded-passwords sonarjs/no-hardcoded-secrets sonarjs/hardcoded-secret-signatures
      sonarjs/review-blockchain-mnemonic`,
    'weak-randomness': 'security/detect-pseudoRandomBytes sonarjs/pseudo-random',
    'weak-cryptography': `sonarjs/weak-ssl sonarjs/no-weak-keys sonarjs/hashing sonarjs/unverified-certificate
      sonarjs/unverified-hostname sonarjs/encryption-secure-mode sonarjs/no-weak-cipher sonarjs/insecure-jwt-token
      sonarjs/no-clear-text-protocols`,
    'timing-attack': 'security/detect-possible-timing-attacks',
    'regex-denial-of-service': `security/detect-non-literal-regexp security/detect-unsafe-regex sonarjs/slow-regex
      sonarjs/super-linear-regex`,
    'error-detail-exposure': 'sonarjs/production-debug sonarjs/x-powered-by',
    'sensitive-data-exposure': `sonarjs/insecure-cookie sonarjs/cookie-no-httponly sonarjs/no-session-cookies-on-static-assets
      sonarjs/no-referrer-policy`,
    'off-by-one': 'sonarjs/no-collection-size-mischeck sonarjs/index-of-compare-to-positive-number',
    'wrong-operator': `no-cond-assign no-self-assign no-constant-binary-expression sonarjs/bitwise-operators
      sonarjs/no-identical-expressions sonarjs/non-existent-operator sonarjs/comma-or-logical-or-case`,
    'inverted-condition': 'sonarjs/no-gratuitous-expressions',
    'missing-case': `no-dupe-else-if no-duplicate-case sonarjs/no-identical-conditions sonarjs/no-all-duplicated-branches
      sonarjs/no-duplicated-branches`,
    'null-dereference': `no-unsafe-optional-chaining @typescript-eslint/no-non-null-asserted-optional-chain
      sonarjs/null-dereference sonarjs/reduce-initial-value`,
    'equality-confusion': `no-compare-neg-zero use-isnan valid-typeof sonarjs/different-types-comparison`,
    'precision-loss': 'no-loss-of-precision sonarjs/no-floating-point-equality',
    'infinite-loop': `for-direction sonarjs/for-loop-increment-sign sonarjs/no-equals-in-for-termination
      sonarjs/misplaced-loop-counter sonarjs/updated-loop-counter`,
    'wrong-sort-order': 'sonarjs/no-alphabetical-sort',
    'shared-mutable-state': `sonarjs/no-misleading-array-reverse
      sonarjs/avoid-mutating-nested-properties-of-shallow-clones sonarjs/public-static-readonly`,
    'late-binding': 'sonarjs/function-inside-loop',
    'iterator-misuse': '@typescript-eslint/no-for-in-array',
    'missing-await': `@typescript-eslint/no-floating-promises @typescript-eslint/no-misused-promises
      @typescript-eslint/require-await sonarjs/no-async-constructor sonarjs/async-test-assertions`,
    'swallowed-error': `no-empty no-unsafe-finally sonarjs/no-ignored-exceptions sonarjs/no-unthrown-error`,
    'unhandled-error': 'no-async-promise-executor sonarjs/no-try-promise',
    'missing-validation':
      'sonarjs/file-uploads sonarjs/content-length sonarjs/post-message sonarjs/xml-parser-xxe',
    'encoding-error': 'no-misleading-character-class',
    'type-coercion': `@typescript-eslint/no-base-to-string @typescript-eslint/restrict-plus-operands
      @typescript-eslint/restrict-template-expressions @typescript-eslint/no-unsafe-unary-minus
      @typescript-eslint/no-unsafe-enum-comparison`,
    'data-loss': 'sonarjs/no-element-overwrite',
    'wrong-cache-key': 'sonarjs/memoize-cache-key',
    'ignored-parameter': 'sonarjs/no-parameter-reassignment sonarjs/no-extra-arguments',
    'weak-assertion': `sonarjs/assertions-in-tests sonarjs/no-incomplete-assertions sonarjs/no-incompatible-assertion-types
      sonarjs/no-same-argument-assert sonarjs/no-trivial-assertions sonarjs/test-check-exception
      sonarjs/chai-determinate-assertion`,
    'flaky-test': 'sonarjs/no-fixed-wait-in-tests sonarjs/stable-tests',
  },
  none: `
    no-case-declarations no-constant-condition no-control-regex no-debugger no-delete-var no-empty-character-class
    no-empty-pattern no-empty-static-block no-ex-assign no-extra-boolean-cast no-fallthrough no-global-assign
    no-invalid-regexp no-irregular-whitespace no-nonoctal-decimal-escape no-octal no-regex-spaces
    no-shadow-restricted-names no-sparse-arrays no-unassigned-vars no-unexpected-multiline no-unused-labels
    no-unused-private-class-members no-useless-assignment no-useless-backreference no-useless-catch no-useless-escape
    preserve-caught-error require-yield no-var prefer-const prefer-rest-params prefer-spread
    @typescript-eslint/await-thenable @typescript-eslint/ban-ts-comment @typescript-eslint/no-array-constructor
    @typescript-eslint/no-array-delete @typescript-eslint/no-duplicate-enum-values
    @typescript-eslint/no-duplicate-type-constituents @typescript-eslint/no-empty-object-type
    @typescript-eslint/no-explicit-any @typescript-eslint/no-extra-non-null-assertion @typescript-eslint/no-misused-new
    @typescript-eslint/no-namespace @typescript-eslint/no-redundant-type-constituents @typescript-eslint/no-require-imports
    @typescript-eslint/no-this-alias @typescript-eslint/no-unnecessary-type-assertion
    @typescript-eslint/no-unnecessary-type-constraint @typescript-eslint/no-unsafe-argument
    @typescript-eslint/no-unsafe-assignment @typescript-eslint/no-unsafe-call
    @typescript-eslint/no-unsafe-declaration-merging @typescript-eslint/no-unsafe-function-type
    @typescript-eslint/no-unsafe-member-access @typescript-eslint/no-unsafe-return @typescript-eslint/no-unused-expressions
    @typescript-eslint/no-unused-vars @typescript-eslint/no-wrapper-object-types @typescript-eslint/only-throw-error
    @typescript-eslint/prefer-as-const @typescript-eslint/prefer-namespace-keyword
    @typescript-eslint/prefer-promise-reject-errors @typescript-eslint/triple-slash-reference
    @typescript-eslint/unbound-method security/detect-buffer-noassert security/detect-new-buffer
    security/detect-bidi-characters security/detect-invisible-characters sonarjs/class-name sonarjs/no-fallthrough
    sonarjs/no-labels sonarjs/no-nested-assignment sonarjs/no-redundant-boolean sonarjs/prefer-single-boolean-return
    sonarjs/unused-import sonarjs/fixme-tag sonarjs/todo-tag sonarjs/no-case-label-in-switch sonarjs/prefer-while
    sonarjs/no-small-switch sonarjs/no-hardcoded-ip sonarjs/label-position sonarjs/call-argument-line
    sonarjs/max-switch-cases sonarjs/no-unused-vars sonarjs/future-reserved-words sonarjs/no-primitive-wrappers
    sonarjs/no-skipped-tests sonarjs/constructor-for-side-effects sonarjs/no-dead-store sonarjs/deprecation
    sonarjs/no-inverted-boolean-check sonarjs/no-nested-functions sonarjs/no-useless-increment sonarjs/no-globals-shadowing
    sonarjs/no-empty-test-file sonarjs/no-ignored-return sonarjs/arguments-order sonarjs/no-selector-parameter
    sonarjs/block-scoped-var sonarjs/no-empty-character-class sonarjs/no-unenclosed-multiline-block
    sonarjs/no-implicit-global sonarjs/no-useless-catch sonarjs/no-array-delete sonarjs/no-global-this
    sonarjs/new-operator-misuse sonarjs/no-delete-var sonarjs/no-nested-conditional sonarjs/inverted-assertion-arguments
    sonarjs/updated-const-var sonarjs/no-invariant-returns sonarjs/generator-without-yield sonarjs/no-associative-arrays
    sonarjs/no-redundant-jump sonarjs/inconsistent-function-call sonarjs/no-use-of-empty-return-value sonarjs/void-use
    sonarjs/cognitive-complexity sonarjs/argument-type sonarjs/in-operator-type-error sonarjs/array-callback-without-return
    sonarjs/function-return-type sonarjs/no-same-line-conditional sonarjs/no-unused-collection
    sonarjs/no-identical-functions sonarjs/no-empty-collection sonarjs/no-redundant-assignments sonarjs/prefer-type-guard
    sonarjs/use-type-alias sonarjs/no-useless-intersection sonarjs/prefer-default-last sonarjs/no-in-misuse
    sonarjs/no-duplicate-in-composite sonarjs/no-undefined-argument sonarjs/no-nested-template-literals
    sonarjs/prefer-promise-shorthand sonarjs/no-redundant-optional sonarjs/link-with-target-blank sonarjs/table-header
    sonarjs/no-table-as-layout sonarjs/table-header-reference sonarjs/object-alt-content
    sonarjs/publicly-writable-directories sonarjs/disabled-resource-integrity sonarjs/no-mime-sniff
    sonarjs/strict-transport-security sonarjs/empty-string-repetition sonarjs/regex-complexity sonarjs/anchor-precedence
    sonarjs/no-invalid-regexp sonarjs/unused-named-groups sonarjs/no-misleading-character-class
    sonarjs/duplicates-in-character-class sonarjs/prefer-specific-assertions sonarjs/parameterized-tests
    sonarjs/no-empty-after-reluctant sonarjs/single-character-alternation sonarjs/no-code-after-done
    sonarjs/disabled-timeout sonarjs/aws-s3-bucket-insecure-http sonarjs/aws-s3-bucket-versioning
    sonarjs/aws-ec2-unencrypted-ebs-volume sonarjs/aws-rds-unencrypted-databases sonarjs/aws-opensearchservice-domain
    sonarjs/aws-sagemaker-unencrypted-notebook sonarjs/no-empty-alternatives sonarjs/no-control-regex
    sonarjs/no-regex-spaces sonarjs/aws-sns-unencrypted-topics sonarjs/existing-groups sonarjs/aws-ec2-rds-dms-public
    sonarjs/aws-sqs-unencrypted-queue sonarjs/no-empty-group sonarjs/aws-efs-unencrypted sonarjs/stateful-regex
    sonarjs/concise-regex sonarjs/single-char-in-character-classes sonarjs/no-exclusive-tests sonarjs/jsx-no-leaked-render
    sonarjs/no-hook-setter-in-body sonarjs/no-useless-react-setstate sonarjs/no-uniq-key sonarjs/redundant-type-aliases
    sonarjs/prefer-regexp-exec sonarjs/no-internal-api-use sonarjs/prefer-read-only-props sonarjs/no-literal-call
    sonarjs/no-duplicate-test-title sonarjs/no-empty-test-title sonarjs/hooks-before-test-cases
    sonarjs/no-forced-browser-interaction sonarjs/assertions-in-test-cases sonarjs/synchronous-suite-callback
    sonarjs/prefer-native-lodash-alternative sonarjs/no-default-utility-imports sonarjs/no-debug-commands-in-ui-tests
    sonarjs/no-interpolation-in-inline-snapshots sonarjs/explicit-test-skip sonarjs/no-empty-parameterized-test-dataset
    sonarjs/testing-library-query-assertion sonarjs/synchronous-exception-assertions
    sonarjs/no-duplicate-parameterized-test-case sonarjs/no-debounce-throttle-in-render
    sonarjs/prefer-native-jquery-alternative sonarjs/no-vue-class-component sonarjs/no-vue-mixins
    sonarjs/testing-library-prefer-query-by-disappearance sonarjs/prefer-cypress-should
    sonarjs/no-mutate-reactive-state-in-updated-hook sonarjs/vitest-mock-at-module-scope
    sonarjs/prefer-native-axios-alternative`,
}
