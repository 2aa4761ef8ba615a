import type { TemplateRule } from '../rule';
import { ofType, record } from '../template-view';

/** In production there is a trail that neither an administrator nor AWS can shorten. */
export const lockedAudit: TemplateRule = {
  id: 'OPS-AUDIT',
  info: 'A locked bucket can be unlocked.',
  why: 'In governance mode whoever holds one permission deletes the trail.',
  types: ['AWS::S3::Bucket'],
  productionOnly: true,
  run: ({ properties }, template) => {
    if (properties.ObjectLockEnabled !== true) {
      const any = ofType(template, 'AWS::S3::Bucket').some((bucket) => bucket.properties.ObjectLockEnabled === true);
      return any ? [] : ['no-locked-bucket'];
    }
    const retention = record(record(record(properties.ObjectLockConfiguration).Rule).DefaultRetention);
    const days = Number(retention.Days ?? 0) + Number(retention.Years ?? 0) * 365;
    return [
      ...(retention.Mode === 'COMPLIANCE' && days > 0 ? [] : ['not-compliance-mode']),
      ...(record(properties.VersioningConfiguration).Status === 'Enabled' ? [] : ['not-versioned']),
    ];
  },
};
