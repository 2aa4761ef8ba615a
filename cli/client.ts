import type { Command } from 'commander';
import { approveCall } from './clients/approve-call';
import { deleteClient, putClient, requireClient, revokeClient, scopesOfAppClient } from './clients/client-operations';
import { explainAccess } from './clients/explain-access';
import { beginRotation, finishRotation } from './clients/rotate-secret';
import { onTarget, withTarget, withYes, type CommonOptions } from './command';
import { readGrants } from './grants';
import { readNarrowing, withNarrowing, type NarrowingOptions } from './narrowing-options';
import { createClient, readClients } from './onboarding/create-client';
import { table } from './table';
import { markBudget } from './tenants/budget-marks';
import { requireTenant } from './tenants/tenant-operations';

/** Registers `llm-api client …`. */
export function register(program: Command): void {
  const client = program.command('client').description('OAuth clients of a tenant');

  withNarrowing(
    withTarget(client.command('create <tenant>').description('make a client; run again it shows its secret')),
  )
    .requiredOption('--name <name>', 'name, unique within the tenant')
    .requiredOption('--role <role...>', 'roles that its tokens carry')
    .option('--scope <scope...>', 'scopes that it may ask for; all but llm/admin by default')
    .action(async (tenant: string, options: CreateOptions) =>
      onTarget(options, async ({ target, services, print, onRecord }) => {
        const narrowing = readNarrowing(options);
        const wanted = {
          tenant,
          name: options.name,
          roles: options.role,
          scopes: options.scope,
          ...(narrowing && { narrowing }),
        };
        const made = await onRecord({ action: 'client create', tenant, detail: wanted }, () =>
          createClient(target, services, wanted),
        );
        const { clientId, clientSecret, created } = made;
        print(
          made,
          [
            created
              ? `client '${options.name}' of tenant '${tenant}' is made`
              : `client '${options.name}' was there already`,
            `  client id      ${clientId}`,
            `  client secret  ${clientSecret}`,
            `  token URL      ${target.tokenUrl}`,
            `  base URL       ${target.baseUrl}`,
          ].join('\n'),
        );
      }),
    );

  withTarget(client.command('list <tenant>').description('clients of a tenant')).action(
    async (tenant: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, print }) => {
        await requireTenant(target, services, tenant);
        const rows = await readClients(target, services, tenant);
        print(
          rows,
          table(
            ['CLIENT', 'NAME', 'STATUS', 'ROLES'],
            rows.map((row) => [row.client, row.name, row.status, row.roles.join(' ')]),
          ),
        );
      }),
  );

  withNarrowing(withTarget(client.command('change <tenant> <client>').description('change roles or narrow a client')))
    .option('--role <role...>', 'roles that its next tokens carry')
    .action(async (tenant: string, id: string, options: ChangeOptions) =>
      onTarget(options, async ({ target, services, say, onRecord }) => {
        const row = await requireClient(target, services, tenant, id);
        const next = { ...row, roles: options.role ?? row.roles, narrowing: readNarrowing(options) ?? row.narrowing };
        await onRecord({ action: 'client change', tenant, client: row.client, detail: { ...next } }, () =>
          putClient(target, services, next),
        );
        say(`client '${row.name}': roles ${next.roles.join(', ')}; narrowed to ${JSON.stringify(next.narrowing)}`);
      }),
    );

  withYes(withTarget(client.command('rotate <tenant> <client>').description('give a client a second secret')))
    .option('--finish', 'take the older secret away')
    .action(async (tenant: string, id: string, options: CommonOptions & { readonly finish?: boolean }) =>
      onTarget(options, async ({ target, services, say, print, confirm, onRecord }) => {
        const row = await requireClient(target, services, tenant, id);
        if (options.finish === true) {
          await confirm(`Take the older secret of client '${row.name}' away? Whoever still uses it gets no token.`);
          const finished = await onRecord({ action: 'client rotate --finish', tenant, client: row.client }, () =>
            finishRotation(target, services, row.client),
          );
          say(
            finished ? `the older secret of '${row.name}' is gone` : `'${row.name}' has one secret: nothing to finish`,
          );
          return;
        }
        const clientSecret = await onRecord({ action: 'client rotate', tenant, client: row.client }, () =>
          beginRotation(target, services, row.client),
        );
        print(
          { clientId: row.client, clientSecret },
          [
            `client '${row.name}' has two secrets now; both give tokens`,
            `  new secret  ${clientSecret}`,
            `when every caller uses it: llm-api client rotate ${tenant} ${row.client} --finish`,
          ].join('\n'),
        );
      }),
    );

  withYes(
    withTarget(client.command('revoke <tenant> <client>').description('refuse a client, within a second')),
  ).action(async (tenant: string, id: string, options: CommonOptions) =>
    onTarget(options, async ({ target, services, say, confirm, onRecord }) => {
      const row = await requireClient(target, services, tenant, id);
      await confirm(`Revoke client '${row.name}'? Its tokens are refused from now on, for good.`);
      const changed = await onRecord({ action: 'client revoke', tenant, client: row.client }, () =>
        revokeClient(target, services, row),
      );
      say(changed ? `client '${row.name}' is revoked` : `client '${row.name}' was revoked already`);
    }),
  );

  withTarget(client.command('approve <tenant> <client>').description('approve one call of a write tool, for one use'))
    .requiredOption('--tool <name>', 'the tool, as the refusal names it')
    .requiredOption('--digest <hex>', 'digest of the arguments, as the refusal names it')
    .option('--minutes <minutes>', 'how long the approval is good', '15')
    .action(async (tenant: string, id: string, options: ApproveOptions) =>
      onTarget(options, async ({ target, services, print, onRecord }) => {
        const row = await requireClient(target, services, tenant, id);
        const { tool, digest: argumentsDigest } = options;
        const call = { tenant, client: row.client, tool, argumentsDigest, minutes: Number(options.minutes) };
        const detail = { tool, argumentsDigest };
        const given = await onRecord({ action: 'client approve', tenant, client: row.client, detail }, () =>
          approveCall(target, services, call, Date.now()),
        );
        print(
          given,
          [
            `one call of '${tool}' by client '${row.name}' is approved until ${given.expiresAt}`,
            `  send it with the same request: x-llm-approval: ${given.token}`,
          ].join('\n'),
        );
      }),
    );

  withYes(withTarget(client.command('revoke-user <tenant> <user>').description('refuse a person, within a second')))
    .option('--undo', 'let the person in again')
    .action(async (tenant: string, user: string, options: CommonOptions & { readonly undo?: boolean }) =>
      onTarget(options, async ({ target, services, say, confirm, onRecord }) => {
        await requireTenant(target, services, tenant);
        const undo = options.undo === true;
        if (!undo) await confirm(`Revoke user '${user}' of tenant '${tenant}'?`);
        const kind = undo ? 'reinstated' : 'revoked';
        const action = undo ? 'client revoke-user --undo' : 'client revoke-user';
        await onRecord({ action, tenant, detail: { user } }, () =>
          markBudget(target, services, tenant, { kind, who: 'user', subject: user }),
        );
        say(`user '${user}' of tenant '${tenant}' is ${undo ? 'let in again' : 'revoked'}`);
      }),
    );

  withYes(withTarget(client.command('delete <tenant> <client>').description('delete a client'))).action(
    async (tenant: string, id: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, confirm, onRecord }) => {
        const row = await requireClient(target, services, tenant, id);
        await confirm(`Delete client '${row.name}'?`);
        await onRecord({ action: 'client delete', tenant, client: row.client }, () =>
          deleteClient(target, services, tenant, row.client),
        );
        say(`client '${row.name}' is deleted; its row stays, marked as deleted, so that its use is still reported`);
      }),
  );

  withTarget(client.command('explain <tenant> <client>').description('what a client may do, and why'))
    .option('--config <file>', 'config that the stack was deployed from', 'llm-api.config.json')
    .action(async (tenant: string, id: string, options: CommonOptions & { readonly config: string }) =>
      onTarget(options, async ({ target, services, print }) => {
        const rows = {
          tenant: await requireTenant(target, services, tenant),
          client: await requireClient(target, services, tenant, id),
        };
        const tokenScopes = await scopesOfAppClient(target, services, rows.client.client);
        const lines = explainAccess(readGrants(options.config), rows, tokenScopes);
        print(
          lines,
          table(
            ['WHAT', 'MAY', 'WHY'],
            lines.map(({ what, allowed, why }) => [
              what,
              typeof allowed === 'boolean' ? (allowed ? 'yes' : 'no') : String(allowed),
              why,
            ]),
          ),
        );
      }),
    );
}

interface ApproveOptions extends CommonOptions {
  readonly tool: string;
  readonly digest: string;
  readonly minutes: string;
}

interface CreateOptions extends CommonOptions, NarrowingOptions {
  readonly name: string;
  readonly role: readonly string[];
  readonly scope?: readonly string[];
}

interface ChangeOptions extends CommonOptions, NarrowingOptions {
  readonly role?: readonly string[];
}
