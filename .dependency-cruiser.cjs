/** The import table of README.md, enforced. Keys: who. Values: the libraries it may import. */
const mayImport = {
  'apps/ledger': ['domain', 'event-store', 'projections', 'crypto-shredding', 'transparency-log', 'policy-packs'],
  'apps/cli': ['event-store', 'projections', 'crypto-shredding', 'transparency-log', 'policy-packs', 'sdk'],
  'apps/console': ['transparency-log', 'sdk'],
  'libs/projections': ['domain', 'event-store'],
  'libs/policy-packs': ['domain'],
  'libs/domain': [],
  'libs/event-store': [],
  'libs/crypto-shredding': [],
  'libs/transparency-log': [],
  'libs/sdk': [],
};

const LIBRARY_INDEX = '^libs/[^/]+/src/index\\.ts$';

const importTable = Object.entries(mayImport).map(([who, libraries]) => {
  const own = who.startsWith('libs/') ? [who.slice('libs/'.length)] : [];
  const allowed = [...own, ...libraries];
  return {
    name: `import-table-${who.replace('/', '-')}`,
    comment: `${who} may import ${libraries.join(', ') || 'no library'}.`,
    severity: 'error',
    from: { path: `^${who}/` },
    to: { path: '^libs/', pathNot: allowed.length === 0 ? [] : [`^libs/(${allowed.join('|')})/`] },
  };
});

module.exports = {
  forbidden: [
    ...importTable,
    {
      name: 'another-library-only-through-its-index',
      comment: "Nobody's insides are anybody else's business.",
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', LIBRARY_INDEX] },
    },
    {
      name: 'a-library-only-through-its-index',
      comment: "Nobody's insides are anybody else's business.",
      severity: 'error',
      from: { path: '^(?:apps|test|scripts)/' },
      to: { path: '^libs/', pathNot: [LIBRARY_INDEX] },
    },
    {
      name: 'no-application-inside-another',
      comment: 'Applications do not import each other, and libraries import no application.',
      severity: 'error',
      from: { path: '^(apps/[^/]+|libs)/' },
      to: { path: '^apps/', pathNot: ['^$1/'] },
    },
    {
      name: 'domain-imports-nothing',
      comment: 'The rules are functions over data: no package, no Node module.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: ['\\.spec\\.ts$'] },
      to: { pathNot: ['^libs/domain/'] },
    },
    {
      name: 'nest-only-in-the-ledger',
      comment: 'Libraries must be usable without a framework.',
      severity: 'error',
      from: { pathNot: ['^apps/ledger/', '^test/load/'] },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'no-circular',
      comment: 'Circular imports between decorated classes die at load in ESM.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that cannot be resolved escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared-package',
      comment: 'Shipped code uses declared runtime dependencies only.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '\\.conformance\\.ts$'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-specs-from-code',
      comment: 'What is shipped never reaches into tests.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$'] },
      to: { path: '\\.spec\\.ts$|^test/' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nothing is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.spec\\.ts$', '/main\\.ts$', '\\.worker\\.ts$', '\\.d\\.ts$', '^scripts/', '\\.js$'],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
