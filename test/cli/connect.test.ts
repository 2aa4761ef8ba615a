import { spawnSync } from 'node:child_process';
import { snippetFor, SNIPPET_LANGUAGES } from '../../cli/connect/snippets';

const CONNECTION = {
  baseUrl: 'https://api.example/v1',
  tokenUrl: 'https://login.example/oauth2/token',
  clientId: 'client-1',
  model: 'small',
};

test.each(SNIPPET_LANGUAGES)('the %s snippet names where and as whom, and no secret', (language) => {
  const code = snippetFor(language, CONNECTION);
  for (const part of [CONNECTION.baseUrl, CONNECTION.tokenUrl, CONNECTION.clientId]) expect(code).toContain(part);
  expect(code).toContain('LLM_API_CLIENT_SECRET');
});

test.each([
  ['node', [process.execPath, '--check', '--input-type=module', '-']],
  ['python', ['python3', '-c', 'import ast,sys; ast.parse(sys.stdin.read())']],
  ['langchain', ['python3', '-c', 'import ast,sys; ast.parse(sys.stdin.read())']],
  ['curl', ['bash', '-n']],
] as const)('the %s snippet parses', (language, [command, ...args]) => {
  const { status, stderr } = spawnSync(command, args, { input: snippetFor(language, CONNECTION), encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
