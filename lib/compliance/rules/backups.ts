import type { TemplateRule } from '../rule';
import { list, ofType, record, refersTo } from '../template-view';
import { isTagged } from './tags';

/** Every table can be brought back to any second, and from a vault that nobody empties. */
export const backups: TemplateRule = {
  id: 'OPS-BACKUP',
  info: 'A table cannot be brought back, or its backups can be deleted before their time.',
  why: 'Whoever encrypts or deletes the tables would delete the backups first.',
  types: ['AWS::DynamoDB::Table', 'AWS::Backup::BackupVault'],
  productionOnly: true,
  run: ({ type, logicalId, properties }, template) => {
    if (type === 'AWS::Backup::BackupVault') {
      const { MinRetentionDays, ChangeableForDays } = record(properties.LockConfiguration);
      // without a day on which it closes, a vault's lock can be taken off again.
      return Number(MinRetentionDays) > 0 && Number(ChangeableForDays) > 0 ? [] : ['vault-not-locked'];
    }
    // what must be gone when it is erased has no copy.
    if (isTagged(properties, 'llm:erasable')) return [];
    const selected = ofType(template, 'AWS::Backup::BackupSelection').some((selection) =>
      list(record(selection.properties.BackupSelection).Resources).some((resource) => refersTo(resource, logicalId)),
    );
    const recovery = record(properties.PointInTimeRecoverySpecification).PointInTimeRecoveryEnabled === true;
    return [...(selected ? [] : ['not-backed-up']), ...(recovery ? [] : ['no-point-in-time-recovery'])];
  },
};
