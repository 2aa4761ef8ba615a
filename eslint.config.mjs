import importX from 'eslint-plugin-import-x';
import security from 'eslint-plugin-security';
import tseslint from 'typescript-eslint';

const STAGES = [
  'edge',
  'identity',
  'gateway',
  'data',
  'audit',
  'monitoring',
  'incident',
  'training-data',
  'compliance',
  'pipeline',
];

/** Imports run one way: bin → façade → stage → private; a stage never imports a sibling. */
const libZones = STAGES.map((stage) => ({
  target: `./lib/${stage}`,
  from: './lib',
  except: [`./${stage}`, './private', './config', './profile.ts', './function-network.ts'],
  message: 'A stage imports lib/private and itself: siblings are handed in as IKey, ITable, IFunction.',
}));

/** What a function bundles: core, guard, itself and its own contract with the construct. */
const lambdaZones = ['identity', 'gateway', 'audit', 'training-data', 'incident'].flatMap((stage) => [
  {
    target: `./lambda/${stage}`,
    from: './lib',
    except: [`./${stage}/env.ts`, `./${stage}/deployment.ts`],
    message: 'A function imports only its own contract (env.ts, deployment.ts) from lib.',
  },
]);

const zones = [
  {
    target: './lib',
    from: ['./lambda', './local', './cli', './bin', './prove'],
    message: 'lib never imports what it deploys or runs.',
  },
  {
    target: './lib/private',
    from: './lib',
    except: ['./private', './config', './profile.ts', './function-network.ts'],
    message: 'lib/private imports nothing of the stages.',
  },
  {
    target: './lambda/core',
    from: ['./lambda', './lib'],
    except: ['./core'],
    message: 'core is pure and imports nothing.',
  },
  {
    target: './lambda/guard',
    from: ['./lambda', './lib'],
    except: ['./guard', './core'],
    message: 'The guard imports only core.',
  },
  { target: './lambda', from: ['./local', './cli', './bin', './prove'], message: 'Functions import no tools.' },
  ...libZones,
  ...lambdaZones,
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '.venv/**',
      '.venv-external/**',
      '.venv-schemathesis/**',
      '.local/**',
      '.cache/**',
      'assets/**',
      'dist/**',
      'cdk.out*/**',
      'coverage/**',
      'reports/**',
      '.stryker-tmp/**',
      'lib/**/*.js',
      'lib/**/*.d.ts',
      'review-out/**',
      'bench-out/**',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,mts}'],
    plugins: { 'import-x': importX, security },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.mts', '.js', '.mjs', '.json'] } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { maxDepth: 6, ignoreExternal: true }],
      'import-x/first': 'error',
      'security/detect-eval-with-expression': 'error',
      'security/detect-new-buffer': 'error',
      'security/detect-pseudoRandomBytes': 'error',
      'security/detect-bidi-characters': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
    },
  },
  {
    // the environment, the clock and SDK clients belong to the composition roots alone.
    files: ['lambda/**/*.ts'],
    ignores: ['lambda/**/handler.ts', 'lambda/**/*.handler.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'Only a composition root (handler.ts) reads the environment.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Only a composition root (handler.ts) asks the clock.',
        },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Only a composition root (handler.ts) asks the clock.',
        },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Use node:crypto, handed in as a port.',
        },
      ],
    },
  },
  {
    files: ['lambda/core/**/*.ts', 'lambda/guard/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@aws-sdk/*', '@smithy/*', 'node:fs', 'node:http*'],
              message: 'core and guard are pure.',
            },
            {
              group: ['node:net'],
              allowImportNames: ['isIP', 'isIPv4', 'isIPv6'],
              message: 'core and guard are pure.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
