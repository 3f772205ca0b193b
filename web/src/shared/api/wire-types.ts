// SPDX-License-Identifier: Apache-2.0
//
// Names for the generated schemas. The shapes live in contracts/openapi.yaml alone.

import type { components } from "./generated/schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type AccountDraft = Schemas["AccountDraft"];
export type AccountPatch = Schemas["AccountPatch"];
export type AccountSubtype = Schemas["AccountSubtype"];
export type AccountType = Schemas["AccountType"];
export type ApiKey = Schemas["ApiKey"];
export type AuditEntry = Schemas["AuditEntry"];
export type Balance = Schemas["Balance"];
export type Balances = Schemas["Balances"];
export type Book = Schemas["Book"];
export type BookDraft = Schemas["BookDraft"];
export type BookPatch = Schemas["BookPatch"];
export type Contact = Schemas["Contact"];
export type ContactDraft = Schemas["ContactDraft"];
export type Direction = Schemas["Direction"];
export type ErrorCode = Schemas["ErrorCode"];
export type FieldCode = Schemas["FieldCode"];
export type ImportAgain = Schemas["ImportAgain"];
export type ImportKind = Schemas["ImportKind"];
export type ImportMapping = Schemas["ImportMapping"];
export type ImportOptions = Schemas["ImportOptions"];
export type ImportResult = Schemas["ImportResult"];
export type ImportRow = Schemas["ImportRow"];
export type ImportUndoResult = Schemas["ImportUndoResult"];
export type ImportVerdict = Schemas["ImportVerdict"];
export type Invitation = Schemas["Invitation"];
export type Job = Schemas["Job"];
export type Line = Schemas["Line"];
export type LoginRequest = Schemas["LoginRequest"];
export type Me = Schemas["Me"];
export type Member = Schemas["Member"];
export type MyBook = Schemas["MyBook"];
export type Notification = Schemas["Notification"];
export type NotificationKind = Schemas["NotificationKind"];
export type NotificationRule = Schemas["NotificationRule"];
export type NotificationRuleDraft = Schemas["NotificationRuleDraft"];
export type Outlet = Schemas["Outlet"];
export type OutletDraft = Schemas["OutletDraft"];
export type Posting = Schemas["Posting"];
export type PostingDraft = Schemas["PostingDraft"];
export type PostingsDraft = Schemas["PostingsDraft"];
export type RegisterRequest = Schemas["RegisterRequest"];
export type Registration = Schemas["Registration"];
export type Aging = Schemas["Aging"];
export type ExportRequest = Schemas["ExportRequest"];
export type GeneralLedger = Schemas["GeneralLedger"];
export type LedgerEntry = Schemas["LedgerEntry"];
export type ReportChange = Schemas["ReportChange"];
export type ReportColumn = Schemas["ReportColumn"];
export type ReportExplanation = Schemas["ReportExplanation"];
export type ReversalDraft = Schemas["ReversalDraft"];
export type Role = Schemas["Role"];
export type SessionInfo = Schemas["SessionInfo"];
export type Session = Schemas["Session"];
export type Setup = Schemas["Setup"];
export type ShortDraft = Schemas["ShortDraft"];
export type Statement = Schemas["Statement"];
export type StatementRow = Schemas["StatementRow"];
export type Summary = Schemas["Summary"];
export type Template = Schemas["Template"];
/** A transaction as REST gives it: with offset, epoch and hash. */
export type Transaction = Schemas["Transaction"];
/** A transaction as its events carry it: without offset, epoch and hash. */
export type TransactionData = Schemas["TransactionData"];
export type TransactionDraft = Schemas["TransactionDraft"];
export type TransactionKind = Schemas["TransactionKind"];
export type TransactionStatus = Schemas["TransactionStatus"];
export type TrialBalance = Schemas["TrialBalance"];
export type TrialBalanceRow = Schemas["TrialBalanceRow"];
export type User = Schemas["User"];
/** An event, as GET …/events and the socket give it. */
export type LedgerEvent = Schemas["Event"];
export type LedgerEventType = LedgerEvent["type"];
