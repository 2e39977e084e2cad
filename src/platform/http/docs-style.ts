/** The style sheet of `/api/docs`; a text of the program, so that the bundle carries it. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2430; --soft: #566273; --line: #e2e6ec; --tint: #f5f7fa; --accent: #3451b2; --code: #f3f5f8;
  --get: #1a6b4a; --post: #3451b2; --put: #8a4b00; --patch: #7a3d9a; --delete: #b3261e;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --ink: #e4e8ee; --soft: #a3adba; --line: #2a313c; --tint: #181d26; --accent: #9db2ff; --code: #1b212b;
    --get: #6fd3a6; --post: #9db2ff; --put: #f0b26b; --patch: #d4a3f0; --delete: #ff9a90;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1.5rem; }
body { margin: 0; background: var(--paper); color: var(--ink); display: grid; grid-template-columns: 19rem minmax(0, 1fr); }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 0.875em; }
:not(pre) > code { background: var(--code); padding: 0.1em 0.35em; border-radius: 4px; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: 0.5rem 1rem; z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.75rem 1.25rem; border-right: 1px solid var(--line); background: var(--tint); font-size: 0.875rem; }
nav .brand { margin: 0 0 1.25rem; font-size: 1rem; font-weight: 650; }
nav .brand a { color: inherit; text-decoration: none; }
nav h2 { margin: 1.5rem 0 0.35rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: grid; grid-template-columns: 3.4rem 1fr; align-items: baseline; padding: 0.25rem 0.4rem; margin: 0 -0.4rem; border-radius: 6px; color: var(--ink); text-decoration: none; }
nav li a:hover { background: var(--line); }
.method { font: 700 0.6875rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: 0.02em; }
.get { color: var(--get); } .post { color: var(--post); } .put { color: var(--put); } .patch { color: var(--patch); } .delete { color: var(--delete); }
main { padding: 2.5rem clamp(1.25rem, 5vw, 4rem) 6rem; max-width: 66rem; }
h1 { margin: 0 0 1rem; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em; }
header h2 { margin: 2.5rem 0 0.5rem; font-size: 1.25rem; }
section > h2 { margin: 4rem 0 0; padding-bottom: 0.5rem; font-size: 1.5rem; text-transform: capitalize; border-bottom: 1px solid var(--line); }
article { padding: 2rem 0 2.25rem; border-bottom: 1px solid var(--line); }
article:target { box-shadow: -1rem 0 0 -0.75rem var(--accent); }
h3 { margin: 0; font-size: 1.1875rem; line-height: 1.35; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { margin: 1.75rem 0 0.5rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft); }
p { margin: 0.5rem 0; max-width: 44rem; }
.address { display: flex; gap: 0.75rem; align-items: baseline; margin: 0.5rem 0 1rem; }
.address .method { font-size: 0.8125rem; }
.body { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1.5rem; align-items: start; }
.fields, .refusals { margin: 0; }
.fields dt { padding-top: 0.6rem; border-top: 1px solid var(--line); }
.fields dt:first-child { border-top: 0; padding-top: 0; }
.fields dd { margin: 0 0 0.6rem; color: var(--soft); font-size: 0.875rem; }
.fields dd p { margin: 0.15rem 0 0; }
.fields dd .fields { margin: 0.5rem 0 0 0.25rem; padding-left: 1rem; border-left: 2px solid var(--line); color: var(--ink); }
.type { color: var(--soft); font-size: 0.875rem; margin-left: 0.35rem; }
figure { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: var(--code); }
figcaption { padding: 0.45rem 0.9rem; font-size: 0.75rem; color: var(--soft); border-bottom: 1px solid var(--line); }
pre { margin: 0; padding: 0.9rem; overflow-x: auto; line-height: 1.5; }
details { margin-top: 1.5rem; }
summary { cursor: pointer; width: fit-content; color: var(--accent); font-size: 0.9375rem; }
.refusals { display: grid; grid-template-columns: 5.5rem 1fr; margin-top: 0.75rem; }
.refusals dt { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft); padding-top: 0.35rem; }
.refusals dd { margin: 0; padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
.refusals p { margin: 0.15rem 0; }
@media (max-width: 56rem) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 45vh; border-right: 0; border-bottom: 1px solid var(--line); }
}
@media print { nav, .skip { display: none; } body { display: block; } article { break-inside: avoid; } }
`.trimStart()
