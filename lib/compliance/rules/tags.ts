import { list, record } from '../template-view';

/** Whether a resource bears a tag with the value `true`. */
export function isTagged(properties: Readonly<Record<string, unknown>>, key: string): boolean {
  return list(properties.Tags).some((tag) => record(tag).Key === key && record(tag).Value === 'true');
}
