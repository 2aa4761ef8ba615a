import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { onTarget, withTarget, withYes, type CommonOptions } from './command';
import { CommandError } from './command-error';
import { readNarrowing, type NarrowingOptions, withNarrowing } from './narrowing-options';
import { readClients } from './onboarding/create-client';
import { createTenant } from './onboarding/create-tenant';
import { table } from './table';
import { eraseContent, erasureText } from './tenants/erase-content';
import { importTenant, parseTenantDocument, refuseSharedClients } from './tenants/import-tenants';
import {
  changeTier,
  deleteTenant,
  disableTenant,
  enableTenant,
  exportTenants,
  listTenants,
  putTenant,
  requireTenant,
} from './tenants/tenant-operations';

/** Registers `llm-api tenant …`. */
export function register(program: Command): void {
  const tenant = program.command('tenant').description('tenants: who pays');

  withNarrowing(withTarget(tenant.command('create <tenant>').description('onboard a tenant, or mend what is missing')))
    .requiredOption('--tier <tier>', 'tier whose limits and roles it gets')
    .option('--name <name>', 'name for people')
    .option('--audit-content', 'keep prompts and answers, encrypted, in the audit record')
    .action(async (id: string, options: CreateOptions) =>
      onTarget(options, async ({ target, services, say, print, onRecord }) => {
        const narrowing = readNarrowing(options);
        const made = {
          tenant: id,
          tier: options.tier,
          name: options.name,
          auditContent: options.auditContent ?? false,
          ...(narrowing && { narrowing }),
        };
        const created = await onRecord({ action: 'tenant create', tenant: id, detail: made }, () =>
          createTenant(target, services, made),
        );
        say(created ? `tenant '${id}' is onboarded in tier '${options.tier}'` : `tenant '${id}' was there already`);
        if (created) say(`next: llm-api client create ${id} --name NAME --role ROLE${options.local ? ' --local' : ''}`);
        if (options.json) print({ tenant: id, tier: options.tier, created }, '');
      }),
    );

  withTarget(tenant.command('list').description('all tenants')).action(async (options: CommonOptions) =>
    onTarget(options, async ({ target, services, print }) => {
      const rows = await listTenants(target, services);
      print(
        rows,
        table(
          ['TENANT', 'TIER', 'STATUS', 'NAME', 'SINCE'],
          rows.map((row) => [row.tenant, row.tier, row.status, row.name, dateOf(row.createdAt)]),
        ),
      );
    }),
  );

  withTarget(tenant.command('show <tenant>').description('a tenant and its clients')).action(
    async (id: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, print }) => {
        const row = await requireTenant(target, services, id);
        const clients = await readClients(target, services, id);
        const lines = [
          `tenant   ${row.tenant} (${row.name})`,
          `tier     ${row.tier}`,
          `status   ${row.status}`,
          `since    ${dateOf(row.createdAt)}`,
          `narrowed ${JSON.stringify(row.narrowing)}`,
          '',
          table(
            ['CLIENT', 'NAME', 'STATUS', 'ROLES', 'SINCE'],
            clients.map((each) => [each.client, each.name, each.status, each.roles.join(' '), dateOf(each.createdAt)]),
          ),
        ];
        print({ ...row, clients }, lines.join('\n'));
      }),
  );

  withTarget(tenant.command('tier <tenant> <tier>').description('move a tenant to another tier')).action(
    async (id: string, tier: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, onRecord }) => {
        const changed = await onRecord({ action: 'tenant tier', tenant: id, detail: { tier } }, () =>
          changeTier(target, services, id, tier),
        );
        say(changed ? `tenant '${id}' is in tier '${tier}' now` : `tenant '${id}' was in tier '${tier}' already`);
      }),
  );

  withNarrowing(withTarget(tenant.command('narrow <tenant>').description('allow a tenant less than its tier does')))
    .option('--audit-content <yes|no>', 'keep prompts and answers in the audit record')
    .action(async (id: string, options: NarrowOptions) =>
      onTarget(options, async ({ target, services, say, onRecord }) => {
        const row = await requireTenant(target, services, id);
        const narrowing = readNarrowing(options) ?? row.narrowing;
        const auditContent = readYesNo(options.auditContent) ?? row.auditContent;
        await onRecord({ action: 'tenant narrow', tenant: id, detail: { narrowing, auditContent } }, () =>
          putTenant(target, services, { ...row, narrowing, auditContent }),
        );
        say(`tenant '${id}' is narrowed to ${JSON.stringify(narrowing)}`);
      }),
    );

  withYes(withTarget(tenant.command('disable <tenant>').description('suspend a tenant, within a second'))).action(
    async (id: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, confirm, onRecord }) => {
        await requireTenant(target, services, id);
        await confirm(`Suspend tenant '${id}'? Its calls are refused from now on.`);
        const changed = await onRecord({ action: 'tenant disable', tenant: id }, () =>
          disableTenant(target, services, id),
        );
        say(changed ? `tenant '${id}' is suspended` : `tenant '${id}' was suspended already`);
      }),
  );

  withYes(
    withTarget(tenant.command('erase <tenant>').description('destroy the data key of what the tenant wrote and got')),
  ).action(async (id: string, options: CommonOptions) =>
    onTarget(options, async ({ target, services, say, print, confirm, onRecord }) => {
      await confirm(`Make everything that tenant '${id}' wrote and got unreadable, for good?`);
      const erasure = await onRecord({ action: 'tenant erase', tenant: id }, () => eraseContent(target, services, id));
      say(erasureText(id, erasure));
      if (options.json) print(erasure, '');
    }),
  );

  withTarget(tenant.command('enable <tenant>').description('end a suspension')).action(
    async (id: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, onRecord }) => {
        const changed = await onRecord({ action: 'tenant enable', tenant: id }, () =>
          enableTenant(target, services, id),
        );
        say(changed ? `tenant '${id}' is active again` : `tenant '${id}' was active already`);
      }),
  );

  withYes(withTarget(tenant.command('delete <tenant>').description('delete a tenant and its clients'))).action(
    async (id: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, print, confirm, onRecord }) => {
        await confirm(`Delete tenant '${id}' and all its clients?`);
        const remains = await onRecord({ action: 'tenant delete', tenant: id }, () =>
          deleteTenant(target, services, id),
        );
        say(`tenant '${id}' is deleted. What remains:`);
        print({ tenant: id, remains }, remains.map(({ what, why }) => `- ${what}: ${why}`).join('\n'));
      }),
  );

  withTarget(tenant.command('export').description('all tenants and clients as JSON, for git'))
    .option('--out <file>', 'write to a file')
    .action(async (options: CommonOptions & { readonly out?: string }) =>
      onTarget(options, async ({ target, services, say }) => {
        const text = `${JSON.stringify(await exportTenants(target, services), undefined, 2)}\n`;
        if (options.out === undefined) {
          process.stdout.write(text);
          return;
        }
        writeFileSync(options.out, text);
        say(`written to ${options.out}`);
      }),
    );

  withYes(withTarget(tenant.command('import <file>').description('make tenants and clients as a file says'))).action(
    async (file: string, options: CommonOptions) =>
      onTarget(options, async ({ target, services, say, confirm, onRecord }) => {
        const entries = parseTenantDocument(readText(file), Object.keys(target.outputs.usagePlanIds));
        await confirm(`Make ${entries.length} tenants as ${file} says?`);
        let changes = 0;
        const told = (line: string): void => {
          changes++;
          say(line);
        };
        await refuseSharedClients(target, services, entries);
        for (const entry of entries) {
          await onRecord({ action: 'tenant import', tenant: entry.tenant, detail: { entry } }, () =>
            importTenant(target, services, entry, told),
          );
        }
        if (changes === 0) say('nothing to change');
      }),
  );
}

interface CreateOptions extends CommonOptions, NarrowingOptions {
  readonly tier: string;
  readonly name?: string;
  readonly auditContent?: boolean;
}

interface NarrowOptions extends CommonOptions, NarrowingOptions {
  readonly auditContent?: string;
}

function readYesNo(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === 'yes' || value === 'no') return value === 'yes';
  throw new CommandError(`--audit-content: expected yes or no, got '${value}'`);
}

function dateOf(second: number): string {
  return new Date(second * 1000).toISOString().slice(0, 10);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandError(`${file}: expected a readable file`);
  }
}
