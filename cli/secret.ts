import type { Command } from 'commander';
import { onTarget, withTarget, withYes, type CommonOptions } from './command';
import { chooseUpstream, keyState, readKey, rotateKey, stageKey, upstreamSecrets } from './credentials/upstream-secret';
import { table } from './table';

/** Tenant of records that concern the whole deployment. */
const EVERYONE = '*';

/** Registers `llm-api secret …`. */
export function register(program: Command): void {
  const secret = program.command('secret').description('keys of upstreams outside AWS; they are put, never shown');

  withTarget(secret.command('list').description('upstreams, and how old their keys are')).action(
    async (options: CommonOptions) =>
      onTarget(options, async ({ target, print }) => {
        const { arns } = await upstreamSecrets(target);
        const states = await Promise.all([...arns].map(([url, arn]) => keyState(target.clientConfig, url, arn)));
        print(
          states,
          table(
            ['UPSTREAM', 'LAST ROTATED', 'NEXT', 'STAGED'],
            states.map(({ upstream, lastRotated, nextRotation, staged }) => [
              upstream,
              lastRotated ?? 'never',
              nextRotation ?? '-',
              staged ? 'yes' : 'no',
            ]),
          ),
        );
      }),
  );

  withTarget(
    secret.command('stage <upstream>').description('put a new key, from the standard input, for the next rotation'),
  )
    .option('--file <file>', 'read the key from a file')
    .action(async (name: string, options: CommonOptions & { readonly file?: string }) =>
      onTarget(options, async ({ target, say, onRecord }) => {
        const { arns } = await upstreamSecrets(target);
        const upstream = chooseUpstream(arns, name);
        await onRecord({ action: 'secret stage', tenant: EVERYONE, detail: { upstream } }, () =>
          stageKey(target.clientConfig, arns.get(upstream)!, readKey(options.file)),
        );
        say(`a key for ${upstream} is staged; next: llm-api secret rotate ${name}`);
      }),
    );

  withYes(
    withTarget(secret.command('rotate <upstream>').description('try the staged key, and use it from now on')),
  ).action(async (name: string, options: CommonOptions) =>
    onTarget(options, async ({ target, say, confirm, onRecord }) => {
      const secrets = await upstreamSecrets(target);
      const upstream = chooseUpstream(secrets.arns, name);
      await confirm(`Replace the key of ${upstream}?`);
      await onRecord({ action: 'secret rotate', tenant: EVERYONE, detail: { upstream } }, () =>
        rotateKey(target, secrets, upstream),
      );
      say(
        `${upstream} has a new key, which was tried; the one before is the fallback: end it at the provider in an hour`,
      );
    }),
  );
}
