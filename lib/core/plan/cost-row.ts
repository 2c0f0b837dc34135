import type { CostRow } from './estimates';

export const row = (item: string, quantity: string, monthlyUsd: number, source: string): CostRow => ({
  item,
  quantity,
  monthlyUsd: Math.round(monthlyUsd * 100) / 100,
  source,
});

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, next) => sum + next, 0);
