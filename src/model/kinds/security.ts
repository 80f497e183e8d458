import { kindsOf } from './kind.ts'

export const securityKinds = kindsOf('security', {
  'sql-injection': {
    cwe: [89],
    summary: 'Untrusted text becomes part of an SQL statement.',
    example: `cursor.execute(f"SELECT id FROM orders WHERE name LIKE '%{term}%'")`,
  },
  'command-injection': {
    cwe: [78, 77, 88],
    summary: 'Untrusted text becomes part of a shell command or its arguments.',
    example: 'subprocess.run(f"convert {upload_name} thumb.png", shell=True)',
  },
  'code-injection': {
    cwe: [94, 95, 1336],
    summary: 'Untrusted text is evaluated as code or as a template.',
    example: 'total = eval(request.args["formula"])',
  },
  'path-traversal': {
    cwe: [22, 23, 36],
    summary: 'A path built from untrusted text can leave its intended folder.',
    example: "readFile(join('/srv/invoices', request.query.name))",
  },
  'cross-site-scripting': {
    cwe: [79],
    summary: 'Untrusted text reaches a page without being escaped.',
    example: 'commentElement.innerHTML = comment.text',
  },
  'server-side-request-forgery': {
    cwe: [918],
    summary: 'The server fetches an address that a caller chose, wherever it points.',
    example: 'const image = await fetch(request.body.avatarUrl)',
  },
  'open-redirect': {
    cwe: [601],
    summary: 'A redirect goes wherever a parameter says.',
    example: 'return redirect(request.args["next"])',
  },
  'header-injection': {
    cwe: [113, 93, 117],
    summary: 'Line breaks in untrusted text add headers or log lines.',
    example: 'client.write(f"Set-Cookie: theme={theme}\\r\\n".encode())',
  },
  'unsafe-deserialization': {
    cwe: [502],
    summary: 'Untrusted bytes are turned into objects by a loader that can run code.',
    example: 'cart = pickle.loads(base64.b64decode(request.cookies["cart"]))',
  },
  'prototype-pollution': {
    cwe: [1321],
    summary: 'Keys from outside can reach and change shared object prototypes.',
    example: 'A request runs `settings[section][key] = value` with `__proto__` as `section`.',
  },
  'mass-assignment': {
    cwe: [915],
    summary: 'A whole request body is copied onto a record, privileged fields included.',
    example: 'Object.assign(account, request.body)',
  },
  'missing-authentication': {
    cwe: [306],
    summary: 'An operation that needs a known caller never checks who calls.',
    example: 'The route that deletes orders is registered before the login middleware.',
  },
  'missing-authorization': {
    cwe: [862, 863, 285],
    summary: 'The caller is known, but whether they may do this is not checked, or checked wrongly.',
    example: 'Any signed-in customer can call the refund route that is meant for support staff.',
  },
  'insecure-direct-object-reference': {
    cwe: [639],
    parent: 'missing-authorization',
    summary: 'A record is looked up by an id from the caller without checking that it is theirs.',
    example: 'return Invoice.query.get(request.args["invoice_id"])',
  },
  'cross-site-request-forgery': {
    cwe: [352],
    summary: 'A state change can be triggered from another site with the victim’s cookies.',
    example: 'A plain form post to `/transfer` moves money on the session cookie alone.',
  },
  'session-fixation': {
    cwe: [384, 613],
    summary: 'A session or token outlives the moment at which it must change or end.',
    example: 'The session id from before the login stays valid after it.',
  },
  'hardcoded-secret': {
    cwe: [798, 321, 259],
    summary: 'A password, key or token is written in the source.',
    example: "const SIGNING_KEY = 'orders-prod-2021'",
  },
  'weak-randomness': {
    cwe: [338, 330],
    summary: 'A secret or token comes from a predictable random source.',
    example: 'reset_token = "".join(random.choices(string.ascii_letters, k=32))',
  },
  'weak-cryptography': {
    cwe: [327, 326, 328, 347],
    summary: 'A broken or misused cipher, mode, hash or signature check protects something that matters.',
    example: 'cipher = AES.new(card_key, AES.MODE_ECB)',
  },
  'weak-password-hash': {
    cwe: [916, 759],
    parent: 'weak-cryptography',
    summary: 'Passwords are stored with a fast or unsalted hash.',
    example: 'user.password = hashlib.md5(password.encode()).hexdigest()',
  },
  'timing-attack': {
    cwe: [208],
    summary: 'A secret is compared in a time that depends on how much of it matches.',
    example: "if (request.headers['x-signature'] === expectedSignature) accept(event)",
  },
  'regex-denial-of-service': {
    cwe: [1333],
    summary: 'A regular expression backtracks for ever on crafted input.',
    example: '/^(\\w+\\s?)+$/.test(displayName)',
  },
})
