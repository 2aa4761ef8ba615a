import type { TemplateRule } from '../rule';
import { list } from '../template-view';

/** An alarm rings somewhere and knows what silence means. */
export const alarms: TemplateRule = {
  id: 'OPS-ALARMS',
  info: 'The alarm tells nobody, or does not say what missing data means.',
  why: 'An alarm without an action is a drawing.',
  types: ['AWS::CloudWatch::Alarm'],
  run: ({ properties }) => [
    ...(list(properties.AlarmActions).length > 0 && properties.ActionsEnabled !== false ? [] : ['no-action']),
    ...(['breaching', 'notBreaching'].includes(String(properties.TreatMissingData)) ? [] : ['missing-data']),
  ],
};
