// Prints what pages and programs can rely on: the types of the packed package, with every member resolved,
// and what its manifest declares besides.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// TypeScript 7 has no such interface yet.
import ts from '@typescript/typescript6';

const directory = process.argv[2];
const read = (name) => JSON.parse(readFileSync(join(directory, name), 'utf8'));
const { name: packageName, exports } = read('package.json');
const entries = Object.entries(exports).filter(([, entry]) => entry.types);
const fileOf = ([, entry]) => join(directory, entry.types);

const files = [...new Set(entries.map(fileOf))];
const program = ts.createProgram(files, {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: [],
});
const checker = program.getTypeChecker();
const printer = ts.createPrinter({ removeComments: true });

const source = (node) => printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
const isOwn = (node) => node.getSourceFile().fileName.startsWith(directory);

function show(type, node) {
  const text = checker.typeToString(type, node, ts.TypeFormatFlags.NoTruncation);
  return text.replace(/import\("[^"]*"\)\./g, '');
}

function member(symbol, within) {
  const own = symbol.declarations.filter(isOwn);
  if (own.every((node) => ts.isPropertySignature(node) || ts.isPropertyDeclaration(node))) {
    const optional = symbol.flags & ts.SymbolFlags.Optional ? '?' : '';
    const name = /^\w+$/.test(symbol.name) ? symbol.name : `'${symbol.name}'`;
    return [`${name}${optional}: ${show(checker.getTypeOfSymbolAtLocation(symbol, within), within)}`];
  }
  return own.map(source);
}

function members(type, within) {
  return checker
    .getPropertiesOfType(type)
    .filter((symbol) => symbol.declarations?.some(isOwn))
    .flatMap((symbol) => member(symbol, within))
    .map((line) => line.replace(/\s+/g, ' '))
    .sort();
}

function exported(symbol) {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [node] = target.declarations;
  if (target.flags & (ts.SymbolFlags.Value & ~ts.SymbolFlags.Class)) {
    const declared = ts.isVariableDeclaration(node) && node.type && source(node.type);
    return [`${symbol.name}: ${declared || show(checker.getTypeOfSymbolAtLocation(target, node), node)}`];
  }
  const type = checker.getDeclaredTypeOfSymbol(target);
  const lines = members(type, node);
  if (type.isUnion()) {
    return [`type ${symbol.name}`, ...type.types.map((part) => `  | ${show(part, node)}`)];
  }
  if (ts.isTypeAliasDeclaration(node) && lines.length === 0) {
    return [`type ${symbol.name} = ${source(node.type).replace(/\s+/g, ' ')}`];
  }
  if (target.flags & ts.SymbolFlags.Class) {
    const statics = members(checker.getTypeOfSymbolAtLocation(target, node), node);
    lines.push(...statics.map((line) => (line.startsWith('static') ? line : `static ${line}`)));
  }
  const parents = node.heritageClauses?.map((clause) => source(clause).trim()) ?? [];
  return [[symbol.name, ...parents].join(' '), ...lines.map((line) => `  ${line}`)];
}

/** What it adds to the types of others: `declare global` and `declare module 'vue'`. */
const additions = (file) => file.statements.filter(ts.isModuleDeclaration).map(source);

/** The first entry point that exports a text. */
const first = new Map();
for (const file of files) {
  const names = entries.filter((entry) => fileOf(entry) === file).map(([name]) => join(packageName, name));
  console.log(names.map((name) => `# ${name}`).join('\n'));
  const module = program.getSourceFile(file);
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(module));
  const lines = symbols.map((symbol) => exported(symbol).join('\n')).sort();
  const text = [...lines, ...additions(module)].join('\n\n');
  console.log(`\n${first.has(text) ? `As ${first.get(text)}` : text}\n`);
  if (!first.has(text)) first.set(text, names[0]);
}
const types = program.getSourceFile(join(directory, 'paddle-magic-links.d.ts'));
console.log(`# everywhere\n\n${additions(types).join('\n\n')}\n`);

const [{ declarations }] = read('custom-elements.json').modules;
for (const list of ['attributes', 'slots', 'cssParts', 'cssProperties', 'cssStates']) {
  const names = declarations[0][list].map(({ name }) => name || '(the default slot)');
  console.log(`# ${list}\n\n${names.sort().join('\n')}\n`);
}
