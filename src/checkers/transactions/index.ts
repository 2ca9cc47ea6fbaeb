// The judge of transactions, as other folders use it. Everything else in this folder is how it does it.
export { ANOMALIES, ANOMALY_NAMES, type AnomalyName, ruledOutBy, rulesOut } from './anomalies.ts';
export {
  type Anomaly,
  checkTransactions,
  type Judged,
  TRANSACTION_BUDGET_DEFAULT,
  type TransactionOptions,
  type TransactionsResult,
} from './check.ts';
export { nameOf } from './findings.ts';
export {
  ISOLATION_ABOUT,
  ISOLATION_LEVELS,
  type IsolationLevel,
  impliesIsolation,
  isIsolationLevel,
  strongestOf,
} from './levels.ts';
export {
  isTransactionModel,
  TRANSACTION_MODEL_ABOUT,
  TRANSACTION_MODELS,
  type TransactionModel,
  transactionProblems,
} from './reading.ts';
export { anomalyLines, explainTransactions, membersOf, stepsOf, type Where } from './words.ts';
