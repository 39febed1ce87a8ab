/** The code that embeds what the playground shows, for each framework. */
import { leptos } from './leptos.js';
import { settings } from './settings.js';

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const attribute = ([name, value]) => (value === true ? name : `${name}="${escaped(value)}"`);
const indented = (text, by) => text.replaceAll('\n', `\n${by}`);

const key = (name) => (/^\w+$/.test(name) ? name : `'${name}'`);
const quoted = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A value as a script writes it. */
const written = (value) => {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[\n${value.map((item) => `  ${written(item)},\n`).join('')}]`;
  const pairs = Object.entries(value).map(([name, item]) => `${key(name)}: ${written(item)}`);
  return `{ ${pairs.join(', ')} }`;
};

const FETCH_SESSION = `async ({ environment, redirect, signal }) => {
  // Ask your own backend, in your own way.
  return { code: await yourRequest(environment, redirect, signal) };
}`;

/** A list of tags or props: on one line if there is one, else each on its own. */
const tag = (name, attributes, end) =>
  attributes.length > 1
    ? `<${name}\n${attributes.map((line) => `  ${line}\n`).join('')}${end}`
    : `<${[name, ...attributes].join(' ')}${end === '/>' ? ' />' : end}`;

const CLOSED = '></paddle-magic-links>';

/** Attributes of the tag that are HTML's own. */
const own = ({ lang, dir, theme, style }) =>
  [
    ['lang', lang],
    ['dir', dir],
    ['class', theme && `theme-${theme}`],
    ['style', style.map(([name, value]) => `${name}: ${value}`).join('; ')],
  ].filter(([, value]) => value);

/** Properties, with the function as the text of one. */
const scripted = ({ properties, ownFunction }) => [
  ...properties.map(([name, value]) => [name, written(value)]),
  ...(ownFunction ? [['fetchSession', FETCH_SESSION]] : []),
];

const declared = (properties) => properties.map(([name, value]) => `const ${name} = ${value};`);
const lines = (...blocks) => blocks.flat().filter(Boolean).join('\n');

const html = (set) => {
  const properties = scripted(set).map(([name, value]) => `element.${name} = ${value};`);
  const element = tag('paddle-magic-links', [...set.attributes, ...own(set.around)].map(attribute), CLOSED);
  return lines(
    '<script type="module" src="/paddle-magic-links/index.js"></script>',
    set.around.theme && '<link rel="stylesheet" href="themes.css">',
    element,
    properties.length && [
      '<script type="module">',
      "  const element = document.querySelector('paddle-magic-links');",
      ...properties.map((line) => `  ${indented(line, '  ')}`),
      '</script>',
    ],
  );
};

const react = (set) => {
  const { lang, dir, theme, style } = set.around;
  const properties = scripted(set);
  const names = properties.map(([name]) => `${name}={${name}}`);
  const props = [
    ...set.attributes.map(([name, value]) => [camel(name), value]),
    ['lang', lang],
    ['dir', dir],
  ];
  props.push(['className', theme && `theme-${theme}`]);
  if (style.length) names.push(`style={${written(Object.fromEntries(style))}}`);
  // JSX reads the same references as HTML.
  const given = [...props.filter(([, value]) => value).map(attribute), ...names];
  return lines(
    "import { MagicLinks } from 'paddle-magic-links/react';",
    theme && "import './themes.css';",
    '',
    properties.length && `${declared(properties).join('\n')}\n`,
    `export const Payments = () => ${given.length > 1 ? '(\n  ' : ''}${indented(tag('MagicLinks', given, '/>'), '  ')}${given.length > 1 ? '\n)' : ''};`,
  ).replace(/(import [^\n]*)\n(?!import)/, '$1\n\n');
};

const vue = (set) => {
  const properties = scripted(set);
  const bound = properties.map(([name]) => `:${name}.prop="${name}"`);
  const given = [...[...set.attributes, ...own(set.around)].map(attribute), ...bound];
  return lines(
    '<script setup>',
    "import 'paddle-magic-links';",
    set.around.theme && "import './themes.css';",
    declared(properties),
    '</script>\n',
    '<template>',
    `  ${indented(tag('paddle-magic-links', given, '/>'), '  ')}`,
    '</template>',
  );
};

const svelte = (set) => {
  const properties = scripted(set);
  const list = properties.some(([name]) => name === 'redirects');
  // Svelte sets a property only where the class has an accessor, so the others are set by hand.
  const others = properties.map(([name]) => name).filter((name) => name !== 'redirects');
  // A brace in an attribute begins an expression.
  const plain = ([name, value]) =>
    /[{}]/.test(value) ? `${name}={${quoted(value)}}` : attribute([name, value]);
  const given = [...set.attributes, ...own(set.around)].map(plain);
  if (list) given.push('redirects={JSON.stringify(redirects)}');
  if (others.length)
    given.push(`{@attach (element) => void Object.assign(element, { ${others.join(', ')} })}`);
  return lines(
    '<script>',
    "  import 'paddle-magic-links';",
    set.around.theme && "  import './themes.css';",
    declared(properties).map((line) => `  ${indented(line, '  ')}`),
    '</script>\n',
    tag('paddle-magic-links', given, CLOSED),
  );
};

/** In the text of a template literal. */
const literal = (text) => text.replace(/[`\\$]/g, '\\$&');

const angular = (set) => {
  const properties = scripted(set);
  const bound = properties.map(([name]) => `[${name}]="${name}"`);
  const given = [...[...set.attributes, ...own(set.around)].map(attribute), ...bound];
  return lines(
    "import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';",
    "import 'paddle-magic-links';",
    set.ownFunction && "import type { FetchSession } from 'paddle-magic-links';",
    set.around.theme && '\n// Add themes.css to `styles` in angular.json.',
    `${set.around.theme ? '' : '\n'}@Component({`,
    "  selector: 'market-payments',",
    '  schemas: [CUSTOM_ELEMENTS_SCHEMA],',
    '  template: `',
    literal(`    ${indented(tag('paddle-magic-links', given, '/>'), '    ')}`),
    '  `,',
    '})',
    properties.length
      ? [
          'export class Payments {',
          ...properties.map(([name, value]) => {
            const type = name === 'fetchSession' ? ': FetchSession' : '';
            return `  readonly ${name}${type} = ${indented(value, '  ')};`;
          }),
          '}',
        ]
      : 'export class Payments {}',
  );
};

export const FRAMEWORKS = {
  HTML: html,
  React: react,
  Vue: vue,
  Svelte: svelte,
  Angular: angular,
  Leptos: leptos,
};

/** The code for the form's values. */
export const code = (framework, form) => FRAMEWORKS[framework](settings(form));
