import { Option, type Command } from 'commander';
import { requireClient, tenantOfClient } from './clients/client-operations';
import { onTarget, withTarget, type CommonOptions } from './command';
import { snippetFor, SNIPPET_LANGUAGES, type SnippetLanguage } from './connect/snippets';

interface ConnectOptions extends CommonOptions {
  readonly language: SnippetLanguage | 'all';
  readonly model: string;
}

/** Registers `llm-api connect`. */
export function register(program: Command): void {
  withTarget(program.command('connect <client>').description('how a client reaches the API: code to paste'))
    .addOption(
      new Option('--language <language>', 'which snippet').choices([...SNIPPET_LANGUAGES, 'all']).default('all'),
    )
    .option('--model <model>', 'model that the snippets ask for', 'nova-lite')
    .action(async (id: string, options: ConnectOptions) =>
      onTarget(options, async ({ target, services, print }) => {
        const tenant = await tenantOfClient(target, services, id);
        const { client } = await requireClient(target, services, tenant, id);
        const languages = options.language === 'all' ? SNIPPET_LANGUAGES : [options.language];
        const snippets = languages.map((language) => ({
          language,
          code: snippetFor(language, {
            baseUrl: target.baseUrl,
            tokenUrl: target.tokenUrl,
            clientId: client,
            model: options.model,
          }),
        }));
        print(
          { tenant, client, baseUrl: target.baseUrl, tokenUrl: target.tokenUrl, snippets },
          [
            'the secret is read from LLM_API_CLIENT_SECRET, so that it stands in no file:',
            "  export LLM_API_CLIENT_SECRET='…'",
            ...snippets.map(({ language, code }) => `\n--- ${language}\n${code}`),
          ].join('\n'),
        );
      }),
    );
}
