import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const KEBAB_CASE = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.c?[jt]s$/;
const BANNED_NAMES = new Set(['utils', 'util', 'common', 'shared', 'helpers', 'helper', 'misc']);
const TIERED_SPEC = /\.(unit|int|e2e)\.spec\.ts$/;

/** File names carry meaning here: the role is the suffix, and a spec outside every tier would silently never run. */
const fileNames = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    return {
      Program(node) {
        const path = context.filename.slice(import.meta.dirname.length + 1);
        const folders = path.split('/');
        const name = folders.pop();
        const banned = [...folders, name.split('.')[0]].find((part) => BANNED_NAMES.has(part));
        if (banned !== undefined) {
          context.report({ node, message: `"${banned}" names no idea: say what it holds.` });
        }
        if (!KEBAB_CASE.test(name)) {
          context.report({ node, message: `${name} is not kebab-case.` });
        }
        if (name.endsWith('.spec.ts') && !TIERED_SPEC.test(name) && !path.startsWith('test/faults/')) {
          context.report({ node, message: `${name} belongs to no tier: call it *.unit, *.int or *.e2e.spec.ts.` });
        }
      },
    };
  },
};

/** What Node's type stripping cannot run; workers in tests load the libraries' sources as they are. */
const notErasable = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals: libraries keep to erasable syntax.' },
  { selector: 'TSParameterProperty', message: 'Declare the field: libraries keep to erasable syntax.' },
  { selector: 'TSModuleDeclaration[declare!=true]', message: 'No namespaces: libraries keep to erasable syntax.' },
  { selector: 'Decorator', message: 'Decorators belong to apps/ledger.' },
];

const impure = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The domain has no clock: the instant arrives in the command.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The domain has no clock: the instant arrives in the command.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'The domain draws no numbers.' },
];

const hostGlobals = [
  'process',
  'fetch',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'Buffer',
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'data/', 'coverage/', '**/*.gen.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/max-params': ['error', { max: 4 }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowEmpty: true, allowWithDecorator: true }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    plugins: { house: { rules: { 'file-names': fileNames } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'house/file-names': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    },
  },
  {
    files: ['libs/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...notErasable] },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...notErasable, ...impure],
      'no-restricted-globals': ['error', ...hostGlobals],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\.{1,2}/)', message: 'The domain imports nothing but itself.' }] },
      ],
    },
  },
  {
    // Nest hands each dependency, and each decorated part of a request, over by itself; an options object cannot be injected.
    files: ['apps/ledger/src/**/*.ts'],
    rules: {
      '@typescript-eslint/max-params': ['error', { max: 6 }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ":matches(FunctionDeclaration, ArrowFunctionExpression, :not(MethodDefinition[kind='constructor']) > FunctionExpression)[params.length>4]:not([params.0.decorators.length>0])",
          message: 'More than four parameters: take an options object.',
        },
      ],
    },
  },
  {
    files: ['apps/cli/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'test/**/*.js'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/*.{conformance,contract}.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'writable' } },
  },
);
