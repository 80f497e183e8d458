/** What models are told, unless a user brings another template. `eval --show-prompt` prints it. */
export const defaultPrompt = `=== system ===
You review code. Some of it has defects, planted or not; some of it has none. Report every real defect, and nothing else: a wrong finding costs, a repeated one too.

A finding names the file, the lines (at most five, as narrow as you can), the kind (one of the words given), the severity, and in its message the cause and what follows from it, in full sentences. Say in \`recommendation\` what to do about it, and in \`confidence\` how sure you are. A finding may carry a witness, a patch may mend what you found: the guide tells how.

{{protocol}}
=== user ===
# {{title}}

{{context}}

Language: {{language}}. You may submit {{findings}} findings in all, {{batch}} at a time, take {{hints}} hints and submit {{patches}} patches, in {{steps}} steps. {{feedback}}

{{code}}

## What the code is run with

{{fixtures}}

## Kinds of defects

{{kinds}}

## Guide to witnesses and patches

{{guide}}
=== next ===
{{told}}
=== unreadable ===
That could not be read: {{problem}}. {{protocol}}
`
