import { dynamoBudgetTable } from '../../lambda/gateway/budget/budget-table';
import { writeMark, type Mark } from '../../lambda/gateway/budget/marks';
import type { Services, Target } from '../target';

/** Tells a tenant's budget what the next reservation of the tenant must see at once. */
export function markBudget(target: Target, { dynamodb }: Services, tenant: string, mark: Mark): Promise<void> {
  return writeMark(dynamoBudgetTable(dynamodb, target.outputs.budgetTable), tenant, mark, Date.now());
}
