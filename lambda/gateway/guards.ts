import type { GatewayDeployment } from '../../lib/gateway/deployment';
import { refusal } from '../core/verdict';
import type { InjectionDetector } from '../guard/detector';
import { createGuard } from '../guard/engine';
import type { Guard } from '../guard/guard';
import { readPolicy } from '../guard/policy';
import type { GatewayPorts } from './ports';

/** Policies that are there without being configured. */
const BUILT_IN = ['standard', 'strict'];

/**
 * Makes a guard of each policy, once.
 *
 * Weights that cannot be read refuse every request with their own reason, so that the alarm names what is broken: a function
 * that does not start at all would say nothing.
 *
 * @throws when a policy is wrong: nothing is served then
 */
export function createGuards(
  policies: GatewayDeployment['guardPolicies'],
  loadDetector: () => InjectionDetector,
): GatewayPorts['guardFor'] {
  const load = (): InjectionDetector | undefined => {
    try {
      return loadDetector();
    } catch {
      return undefined;
    }
  };
  const detector = load();
  const names = new Set([...BUILT_IN, ...Object.keys(policies)]);
  const guards = new Map(
    [...names].map((name) => {
      const guard = createGuard(readPolicy(name, policies[name] ?? {}), detector === undefined ? {} : { detector });
      return [name, detector === undefined ? refusing(guard) : guard];
    }),
  );
  return (name) => {
    const guard = guards.get(name);
    if (!guard) throw new Error('guard: expected a policy of the deployment, got another');
    return guard;
  };
}

function refusing(guard: Guard): Guard {
  return { ...guard, inspectRequest: () => refusal('guard_model_damaged', 'injection-detector') };
}
