/** A node of what `explain (analyze, format json)` prints. */
export interface PlanNode {
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** Adds the rows that a plan's scans came upon, whether they kept them or not, by table or index. */
export function looksOf(node: PlanNode, looks: Record<string, number>): void {
  const at = node['Index Name'] ?? node['Relation Name'];
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  if (at) looks[at] = (looks[at] ?? 0) + Math.round((node['Actual Rows'] + removed) * node['Actual Loops']);
  for (const child of node.Plans ?? []) looksOf(child, looks);
}
