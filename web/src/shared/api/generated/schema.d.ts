// SPDX-License-Identifier: Apache-2.0
// Generated from contracts/openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether somebody may register, and whether the server still waits for its first user */
        get: operations["read_setup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a user, and with `book` their first book
         * @description The first user of an empty server may always register; unless the request comes from the machine itself they give the set-up code that the server printed at its start. Sets the cookie too. A known e-mail and a wrong set-up code are answered like closed registration, in the same time.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description A wrong e-mail and a wrong password get the same answer in the same time. Where a second factor is on, a right password without `totp` is 401 `totp_required`; with a wrong or used one too, with the field code `invalid_credentials` at /totp.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description The token is refused from now on, its sockets are closed with 4001 and the cookie is cleared.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange the token for a fresh one
         * @description The old token stays valid for 60 s more. A request by cookie gets a fresh cookie too.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password with a one-time link
         * @description The link is printed by `arus user reset` and holds for an hour, once. Its token is in the part of the address behind `#`, which no server and no log sees. An unknown, used or expired token is 404. A second factor stays as it is.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an invitation offers, for who holds its link
         * @description Unknown, accepted, revoked and expired ones, and those whose maker may not offer them any more, are 404 alike.
         */
        post: operations["look_at_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Become a member of the book
         * @description For who is signed in; a new user registers with `invitation` instead. Once: 404 afterwards, and where its maker may not offer it any more. Who is a member already gets the role and outlets of the invitation, unless that takes away the last owner (409 `last_owner`).
         */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in user and their books */
        get: operations["read_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my name or language
         * @description Absent fields stay.
         */
        patch: operations["update_me"];
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change my password
         * @description A wrong `current_password` is 422 with the field code `invalid_credentials`, and counts as a failed sign-in.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in, newest first */
        get: operations["list_my_sessions"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere but here
         * @description Takes effect on every instance and open socket within a second (close 4001).
         */
        delete: operations["end_my_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out one device
         * @description Takes effect on every instance and open socket within a second (close 4001). One's own is like logout, without clearing the cookie.
         */
        delete: operations["end_my_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a second factor guards my sign-in */
        get: operations["read_totp"];
        put?: never;
        /**
         * Begin to set up a second factor
         * @description RFC 6238: SHA-1, six digits, 30 s. Counts from when `confirm` has seen a right code; beginning again makes a new secret. 422 `conflict` where a second factor is on already. A wrong password is 422 with the field code `invalid_credentials`.
         */
        post: operations["begin_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor on
         * @description A wrong code is 422 with the field code `invalid_credentials`; 422 `conflict` where none was begun. Other sessions stay.
         */
        post: operations["confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn the second factor off
         * @description 422 `conflict` where there is none.
         */
        post: operations["remove_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New recovery codes in place of the old
         * @description 422 `conflict` where there is no second factor.
         */
        post: operations["renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to my account, newest first
         * @description Sign-ins, also failed ones, password, second factor, sessions, profile.
         */
        get: operations["list_my_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My books, newest first */
        get: operations["list_books"];
        put?: never;
        /** Make a book; the caller becomes its owner */
        post: operations["create_book"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** One book */
        get: operations["read_book"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a book; absent fields stay
         * @description Currency, exponent and time zone are fixed by the first posting: 409 `currency_fixed`. An accountant may change `lock_date` and nothing else (403).
         */
        patch: operations["update_book"];
        trace?: never;
    };
    "/api/v1/books/{book}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** Who may use this book, newest first */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description A user of this server; anything else is 404 */
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Make a user a member, or change their role and outlets
         * @description Takes effect on open sockets within a second. Only an owner may make or change an owner (403); the last owner stays (409 `last_owner`).
         */
        put: operations["put_member"];
        post?: never;
        /** Take a member out of the book */
        delete: operations["delete_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** Invitations, newest first; those that ended too */
        get: operations["list_invitations"];
        put?: never;
        /**
         * Invite somebody by link
         * @description The link is `<address of Arus>/join#<token>`; it holds for seven days, once. Only an owner invites an owner (403). At most 200 open ones in a book (422, range).
         */
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description 404 unless it is open.
         */
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** API keys, newest first; revoked and expired ones too */
        get: operations["list_api_keys"];
        put?: never;
        /**
         * Make an API key
         * @description A bearer token for programs, for this book alone. It is never let near /me, members, invitations, keys and the audit log, whatever its role. It outlives the membership of who made it. At most 200 in a book that have not ended (422, range).
         */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End an API key
         * @description 404 unless it is in force.
         */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * What was changed in this book beside its transactions, newest first
         * @description Members, invitations, keys, settings of the book with the reason, chart, contacts. Chained: `hash` is SHA-256 of the hash before (of `arus.audit.v1` and the 16 bytes of the book's id for the first) and the bytes of `entry`'s JSON as sent.
         */
        get: operations["list_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The chart of accounts, by code
         * @description For a cashier `min_balance` is always null.
         */
        get: operations["list_accounts"];
        put?: never;
        /** Add an account */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account; absent fields stay
         * @description The subtype is fixed by the first posting (409 `subtype_fixed`); its code and type always are.
         */
        patch: operations["update_account"];
        trace?: never;
    };
    "/api/v1/books/{book}/accounts/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an account to new postings
         * @description The same as PATCH with `archived` true; on an archived account it changes nothing. Its balance and history stay in every report. PATCH with `archived` false brings it back.
         */
        post: operations["archive_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/outlets": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** Outlets, by code; a cashier sees their own */
        get: operations["list_outlets"];
        put?: never;
        /** Add an outlet */
        post: operations["create_outlet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/outlets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change an outlet; absent fields stay */
        patch: operations["update_outlet"];
        trace?: never;
    };
    "/api/v1/books/{book}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** Customers and suppliers, by code */
        get: operations["list_contacts"];
        put?: never;
        /** Add a contact */
        post: operations["create_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/contacts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a contact; absent fields stay */
        patch: operations["update_contact"];
        trace?: never;
    };
    "/api/v1/books/{book}/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Transactions, newest first
         * @description A cashier gets those of their own outlets.
         */
        get: operations["list_transactions"];
        put?: never;
        /**
         * Post a transaction, or hold it with `status` pending
         * @description 201 is sent after the durable commit and never before. Needs `Idempotency-Key` or an `id`. With `replaces_id` the named transaction is reversed and this one made in one commit.
         */
        post: operations["create_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/transactions/batch": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post up to 1000 transactions
         * @description Each is judged in order and carries its own `id`, which is its key; `Idempotency-Key` is not looked at. With `atomic` all are booked or none: the others of a refused batch get status 424 `batch_refused`. Without it each stands alone. A known `id` is 201 with `replayed` true.
         */
        post: operations["create_transactions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/transactions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        /** One transaction as it stands now */
        get: operations["read_transaction"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/transactions/{id}/reverse": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a posted transaction by its mirror image, once
         * @description Needs `Idempotency-Key` or an `id`. A cashier may reverse their own entries of the same business day (else 403). Minimum balances and the lock date hold as for any posting.
         */
        post: operations["reverse_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/transactions/{id}/post": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post a pending transaction
         * @description The lock date is checked; no body, or an empty object, posts it on its own date.
         */
        post: operations["post_pending_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/transactions/{id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a pending transaction go
         * @description The lock date is not checked. No body, or an empty object.
         */
        post: operations["void_pending_transaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/balances": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The balance of every account, by code, zeros too
         * @description A cashier must name an own outlet (else 403).
         */
        get: operations["read_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The trial balance
         * @description Balances at the end of each column. With interval one column for the end of each part of from to to; else one for as_of.
         */
        get: operations["read_trial_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/income-statement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Income and expense of a period
         * @description Income less expense by subtype: sales, cost of sales, gross profit, operating, other, tax, net income.
         */
        get: operations["read_income_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/balance-sheet": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Assets, liabilities and equity on a day
         * @description Equity includes what was earned since the fiscal year began (current_earnings) and, unless it was closed into an account, before (earlier_earnings). Columns as in the trial balance.
         */
        get: operations["read_balance_sheet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/cash-flow": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Where cash came from and went to (indirect method)
         * @description Net income, then what the other accounts changed, by subtype: operating, investing, financing. Cash is every cash, bank and clearing asset. opening_cash and net_change make closing_cash. A fixed asset whose balance is on the credit side at the end is accumulated depreciation and stands under operating. Accounts that others stand below are left out where they have no movement of their own.
         */
        get: operations["read_cash_flow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/aging": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Open receivables or payables of each contact by age
         * @description What a contact owes (receivable) or is owed (payable) on as_of, by the age of the entries that are still open when payments settle the oldest first. An overpaid balance is negative and as old as the payments that made it. Columns from young to old, 0 to 30 days, 31 to 60, 61 to 90 and older, then the whole. Entries without contact make a row of their own, so that the total is the balance of the accounts.
         */
        get: operations["read_aging"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/general-ledger": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The entries of one account with their running balance
         * @description In the order of date, then of commit. A page after the first is of the same knowledge as the first one (at_sequence is kept in the cursor), so that all pages together tie out; at most 100,000 acts may pass meanwhile (else validation_failed, range).
         */
        get: operations["read_general_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/{report}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description Which report; another name is 404 */
                report: components["parameters"]["ReportName"];
            };
            cookie?: never;
        };
        /**
         * The entries behind one cell
         * @description Newest first; their amounts add up to the cell. Takes the parameters of the report with row, a key of its rows, and column, a place in its columns. Pages after the first are of the same knowledge as the first one.
         */
        get: operations["explain_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/{report}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description Which report; another name is 404 */
                report: components["parameters"]["ReportName"];
            };
            cookie?: never;
        };
        /**
         * What changed a report between two sequences
         * @description The difference of every cell that changed, and the acts that made it, oldest first, each with what it added; they add up to the difference. Takes the parameters of the report but at_sequence. Not for aging.
         */
        get: operations["read_report_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The figures of the first screen
         * @description A cashier must name an own outlet (else 403). The range is at most 366 days.
         */
        get: operations["read_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * The history of the book, oldest first
         * @description The same objects as on the socket. Begin with `after=0`, go on with `after=<next>` until `next` equals `head`. With `epoch` (and `hash`) of the last applied event, a position that is not in this history is answered with `recovered` false, no items and `next` 0: history was rewound, read it again from the start. A cashier's events are filtered, so that they cannot check the chain.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Recompute balances and the chain, and compare
         * @description Starts from the last checked point and goes to the head; several callers at once share one run. With `full` the whole history is checked from its beginning, in the background: 202 with the job, whose result is the same object.
         */
        get: operations["verify_book"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a document in the background; follow the job, then fetch its file
         * @description `journal` holds what was posted before the job began, by its number; a cashier's holds the own outlets only. A statement's parameters are those of GET `/reports/{name}`, and whoever may not read it may not export it (403); `at_sequence` may lie any way back. Form `hledger` is for `journal` only; a PDF takes at most 100,000 lines. At most 20 unfinished jobs a person and book (429).
         */
        post: operations["start_export"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a bank file, a till's file or an hledger journal; preview it, or post it
         * @description A first call brings the file (multipart, at most 64 MiB); it is kept for a day, so that a later one can name it by `import_id` as JSON. With `dry_run` nothing is posted: the job's result is what was found out about the file, its rows (GET `/jobs/{id}/rows`) have verdicts. Without it rows are posted one by one by the rules of the book; one that is refused is named and the rest goes on. A row has an identity made of account, date, amount, description, reference and its count among equal rows: what was imported before is a duplicate and adds nothing. A cashier names an own `outlet_id`. Of each person and book the latest 10 files are kept. At most 20 unfinished jobs a person and book (429). The role is asked before the body is read; of one person or key two bodies may be under way at once (429), of everybody four (503), each with Retry-After.
         */
        post: operations["start_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reverse every transaction that an import posted
         * @description `id` is the job that posted. Each is reversed once, however often this is asked for. What was undone is no duplicate for a later import. 409 `job_unfinished` while that job runs; 404 where it is no import that posted.
         */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/import-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * How files of a form were read before, latest first
         * @description Remembered when a CSV file is posted, by the signature of its head, at most 100 of a book; used by themselves for the next file with that signature where `mapping` says nothing else. A cashier sees those of own outlets.
         */
        get: operations["list_import_mappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        /**
         * The rows of an import, in the order of the file
         * @description Grows while the job runs. For who may see the job; others get 404, and so does a job that is no import.
         */
        get: operations["list_job_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /**
         * Jobs of the book, newest first
         * @description Owner and admin see everybody's, the others their own. `status=failed` is the list of what gave up after its tries and can be run again. Finished jobs go after 7 days, failed and cancelled ones after 30, imports that were posted after 90: `expires_at` says when.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        /**
         * One job
         * @description For who asked for it, and for owner and admin of its book; others get 404.
         */
        get: operations["read_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        /**
         * What the job made
         * @description Role and outlets are asked for again: a document that one may not make any more may not be fetched (403). 409 `job_unfinished` until the job is done; 404 where it made no file, and after 7 days. Of files beyond 1 MiB two of one person or key may be on their way at once (then 429), eight of everybody (503).
         */
        get: operations["read_job_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a job to end
         * @description A queued job ends at once, a running one at its next step, both as `failed` with the error `cancelled`; read it again to see. One that has ended is 409 `not_cancellable`.
         */
        post: operations["cancel_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a job again that has ended
         * @description For owner and admin of its book (403). One that has not ended is answered as it stands.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/notification-rules": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        /** My rules in this book, newest first */
        get: operations["list_notification_rules"];
        put?: never;
        /**
         * Ask to be told
         * @description For who makes it, on all their devices. A cashier names an own outlet (403), except for `job_finished`. At most 50 rules a person and book (422, `range`).
         */
        post: operations["create_notification_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/books/{book}/notification-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a rule of mine away; what it told stays */
        delete: operations["delete_notification_rule"];
        options?: never;
        head?: never;
        /**
         * Change a rule of mine; absent fields stay
         * @description What happened before the change is not told any more.
         */
        patch: operations["update_notification_rule"];
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I was told, in all my books, newest first
         * @description The latest 1,000 are kept. Those of a book or an outlet that I may not see any more are not shown.
         */
        get: operations["list_notifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark everything up to one notification as read, on every device
         * @description Idempotent; an earlier one than before changes nothing. One that is not mine is 404.
         */
        post: operations["read_notifications"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/realtime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the socket
         * @description A WebSocket with the sub-protocol `arus.v1`; its messages are in `realtime.schema.json`. No token in the address: the cookie is looked at, or `connect` brings the token. A socket without `Origin` needs the token. While draining or over capacity: 503 before the upgrade.
         */
        get: operations["open_realtime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document; `/docs` shows it to people */
        get: operations["read_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive (both listeners) */
        get: operations["read_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests should be sent here (both listeners) */
        get: operations["read_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus (internal listener only) */
        get: operations["read_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A UUID in lower case
         * @example 0192f0c1-7a3e-7c10-9d52-3f1f6a2b4c5d
         */
        Id: string;
        /** @description A UUIDv7 in lower case, made by the client */
        NewId: string;
        /**
         * @description A business day in the book's time zone
         * @example 2026-11-22
         */
        Date: string;
        /** @description A business day, or the word today for the current one */
        DateOrToday: string;
        /**
         * @description RFC 3339, UTC, milliseconds
         * @example 2026-11-22T07:02:11.120Z
         */
        Instant: string;
        /** @description RFC 3339, UTC; finer parts than milliseconds are cut off */
        InstantIn: string;
        /**
         * @description Decimal text above zero, at most as many decimals as the book's exponent, at most 10^15 minor units. Text of another form is amount_invalid, not validation_failed.
         * @example 150000
         */
        AmountIn: string;
        /** @description A least balance on the account's normal side; it may be below zero. Judged like AmountIn. */
        LimitIn: string;
        /**
         * @description Decimal text with exactly as many decimals as the book's exponent
         * @example 150000
         */
        Amount: string;
        /**
         * @description As Amount, with a minus sign below zero
         * @example -2500
         */
        SignedAmount: string;
        /**
         * @description Decimal text, up to three decimals
         * @example 1.5
         */
        Quantity: string;
        /** @description Gap-free number of an act of the ledger in its book; the first is 1 */
        Sequence: number;
        /** @description Gap-free number of an event in its book; the first is 1 */
        Offset: number;
        /** @description A sequence or offset reached; 0 before the first */
        Position: number;
        /** @description Changes only when history was rewound by a restore */
        Epoch: string;
        /** @description SHA-256 in lower-case hex */
        Hash: string;
        /**
         * @description ISO 4217 code
         * @example IDR
         */
        Currency: string;
        /** @description Decimals of an amount */
        Exponent: number;
        /**
         * @description Name in the IANA time zone database; an unknown one is validation_failed (enum)
         * @example Asia/Jakarta
         */
        TimeZone: string;
        /**
         * @description First day of the fiscal year; 02-29 is not allowed
         * @example 01-01
         */
        MonthDay: string;
        /**
         * @description Short name, unique among its kind in the book, never changed
         * @example 1101
         */
        Code: string;
        Name: string;
        Email: string;
        Password: string;
        /** @enum {string} */
        Locale: "id" | "en";
        /** @enum {string} */
        Role: "owner" | "admin" | "accountant" | "cashier" | "viewer";
        /**
         * @description The chart a book begins with: small business, the least, or empty
         * @enum {string}
         */
        Template: "umkm" | "minimal" | "none";
        /** @enum {string} */
        AccountType: "asset" | "liability" | "equity" | "income" | "expense";
        /**
         * @description asset: cash, bank, clearing, receivable, inventory, fixed_asset, tax, other. liability: payable, tax, loan, clearing, other. equity: capital, retained, other. income: sales, other_income. expense: cogs, operating, tax, other. Another pair is validation_failed (enum). Default: other, for income other_income, for expense operating.
         * @enum {string}
         */
        AccountSubtype: "cash" | "bank" | "clearing" | "receivable" | "inventory" | "fixed_asset" | "payable" | "tax" | "loan" | "capital" | "retained" | "sales" | "other_income" | "cogs" | "operating" | "other";
        /** @enum {string} */
        Direction: "debit" | "credit";
        /** @enum {string} */
        TransactionKind: "sale" | "purchase" | "expense" | "income" | "transfer" | "opening" | "adjustment" | "journal" | "reversal";
        /**
         * @description Every kind but reversal
         * @enum {string}
         */
        DraftKind: "sale" | "purchase" | "expense" | "income" | "transfer" | "opening" | "adjustment" | "journal";
        /** @enum {string} */
        TransactionStatus: "pending" | "posted" | "voided";
        /**
         * @description By default posted. pending holds the amounts; with replaces_id only posted is possible (validation_failed, conflict)
         * @enum {string}
         */
        DraftStatus: "posted" | "pending";
        /**
         * @description What to do when the date is on or before the lock date: refuse with period_locked (the default), or book on the day after the lock date and keep original_date
         * @enum {string}
         */
        IfLocked: "refuse" | "next_open_day";
        Description: string;
        Reference: string;
        Tag: string;
        Memo: string;
        NextCursor: string | null;
        IdOrNull: components["schemas"]["Id"] | null;
        DateOrNull: components["schemas"]["Date"] | null;
        InstantOrNull: components["schemas"]["Instant"] | null;
        SequenceOrNull: components["schemas"]["Sequence"] | null;
        /**
         * @description Every code of errors.yaml that HTTP can answer
         * @enum {string}
         */
        ErrorCode: "malformed_request" | "request_timeout" | "payload_too_large" | "header_too_large" | "rate_limited" | "unauthenticated" | "invalid_credentials" | "totp_required" | "not_found" | "method_not_allowed" | "upgrade_required" | "forbidden" | "origin_refused" | "registration_closed" | "unsupported_media_type" | "malformed_json" | "validation_failed" | "idempotency_key_reused" | "amount_invalid" | "unbalanced_transaction" | "unknown_account" | "unknown_outlet" | "unknown_contact" | "balance_overflow" | "code_taken" | "currency_fixed" | "subtype_fixed" | "account_archived" | "outlet_archived" | "contact_archived" | "period_locked" | "insufficient_balance" | "already_reversed" | "not_reversible" | "not_pending" | "last_owner" | "job_unfinished" | "not_cancellable" | "batch_refused" | "unavailable" | "internal";
        /**
         * @description Codes within validation_failed
         * @enum {string}
         */
        FieldCode: "required" | "unknown_field" | "type" | "enum" | "too_short" | "too_long" | "pattern" | "range" | "control_character" | "conflict";
        FieldError: {
            /** @description JSON Pointer into the body ("" is the body itself), or `?<name>` for a query parameter, or `header:<name>` */
            pointer: string;
            /** @description A field code, or the refusal's own code */
            code: components["schemas"]["FieldCode"] | components["schemas"]["ErrorCode"];
            detail: string;
        };
        /** @description RFC 9457 */
        Problem: {
            /** @description /errors/<code> */
            type: string;
            code: components["schemas"]["ErrorCode"];
            title: string;
            status: number;
            /** @description English, about this occurrence; may be empty */
            detail: string;
            request_id: string;
            /** @description What is wrong where; empty when there is nothing to point at */
            errors: components["schemas"]["FieldError"][];
            /**
             * @description Only with unavailable: a commit was in flight and may have succeeded. The same key tells.
             * @enum {string}
             */
            outcome?: "unknown";
        };
        Setup: {
            /**
             * @description first_user while there is no user; then what the server is set to
             * @enum {string}
             */
            registration: "open" | "invite" | "off" | "first_user";
            /** @description Whether this caller must give the set-up code */
            code_required: boolean;
            demo: boolean;
            version: string;
        };
        User: {
            id: components["schemas"]["Id"];
            email: components["schemas"]["Email"];
            name: components["schemas"]["Name"];
            locale: components["schemas"]["Locale"];
        };
        RegisterRequest: {
            email: components["schemas"]["Email"];
            password: components["schemas"]["Password"];
            name: components["schemas"]["Name"];
            /** @description By default id */
            locale?: components["schemas"]["Locale"];
            setup_code?: string;
            /** @description The token of an invitation's link: makes the user a member where registration is open or by invitation; one that is not open any more is answered like closed registration. Not together with `book` (conflict) */
            invitation?: components["schemas"]["LinkToken"];
            book?: components["schemas"]["BookDraft"];
        };
        LoginRequest: {
            email: string;
            password: string;
            totp?: components["schemas"]["Totp"];
        };
        Session: {
            user: components["schemas"]["User"];
            access_token: string;
            expires_at: components["schemas"]["Instant"];
        };
        Registration: {
            user: components["schemas"]["User"];
            access_token: string;
            expires_at: components["schemas"]["Instant"];
            /** @description The book that was asked for, else null */
            book: components["schemas"]["Book"] | null;
        };
        FreshToken: {
            access_token: string;
            expires_at: components["schemas"]["Instant"];
        };
        Me: {
            user: components["schemas"]["User"];
            books: components["schemas"]["MyBook"][];
        };
        MyBook: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            time_zone: components["schemas"]["TimeZone"];
        };
        /** @description Six digits of the authenticator, or a recovery code as XXXXX-XXXXX */
        Totp: string;
        LinkToken: string;
        PasswordResetRequest: {
            token: components["schemas"]["LinkToken"];
            password: components["schemas"]["Password"];
        };
        MePatch: {
            name?: components["schemas"]["Name"];
            locale?: components["schemas"]["Locale"];
        };
        PasswordChange: {
            current_password: string;
            password: components["schemas"]["Password"];
        };
        PasswordConfirmation: {
            password: string;
        };
        SessionInfo: {
            id: components["schemas"]["Id"];
            /** @description The one this request came with */
            current: boolean;
            created_at: components["schemas"]["Instant"];
            /** @description To the hour or so */
            last_used_at: components["schemas"]["Instant"];
            expires_at: components["schemas"]["Instant"];
            /** @description Where the sign-in came from */
            address: string;
            device_id: components["schemas"]["IdOrNull"];
            /** @description As the browser called itself; may be empty */
            user_agent: string;
        };
        SessionList: {
            items: components["schemas"]["SessionInfo"][];
        };
        SessionsEnded: {
            ended: number;
        };
        TotpState: {
            enabled: boolean;
            since: components["schemas"]["InstantOrNull"];
            recovery_codes_left: number;
        };
        TotpSetup: {
            /** @description Base32 */
            secret: string;
            /** @description For a QR code */
            uri: string;
        };
        TotpCode: {
            totp: string;
        };
        TotpRemoval: {
            password: string;
            totp: components["schemas"]["Totp"];
        };
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /** @description A person or key, by the name of then */
        Named: {
            id: components["schemas"]["Id"];
            name: string;
        };
        InvitationTokenRequest: {
            token: components["schemas"]["LinkToken"];
        };
        InvitationView: {
            book_name: components["schemas"]["Name"];
            role: components["schemas"]["Role"];
            /** @description Names of a cashier's outlets */
            outlets: components["schemas"]["Name"][];
            invited_by: string;
            expires_at: components["schemas"]["Instant"];
            /** @description Whether this server takes new users by invitation */
            may_register: boolean;
        };
        InvitationDraft: {
            role: components["schemas"]["Role"];
            /** @description As of a member */
            outlet_ids: components["schemas"]["Id"][];
            /** @description For whom it is */
            note?: string;
        };
        Invitation: {
            id: components["schemas"]["Id"];
            role: components["schemas"]["Role"];
            outlet_ids: components["schemas"]["Id"][];
            note: string | null;
            /**
             * @description `suspended`: open, but who made it may not offer it any more, so that nobody can accept it; it can be taken back, and holds again if they get the right back before it expires
             * @enum {string}
             */
            status: "open" | "suspended" | "accepted" | "revoked" | "expired";
            created_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Named"];
            expires_at: components["schemas"]["Instant"];
            accepted_by: components["schemas"]["Named"] | null;
            /** @description When it was accepted or revoked */
            ended_at: components["schemas"]["InstantOrNull"];
        };
        InvitationCreated: {
            invitation: components["schemas"]["Invitation"];
            token: components["schemas"]["LinkToken"];
        };
        InvitationList: {
            items: components["schemas"]["Invitation"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /**
         * @description Every role but owner
         * @enum {string}
         */
        KeyRole: "admin" | "accountant" | "cashier" | "viewer";
        ApiKeyDraft: {
            name: components["schemas"]["Name"];
            role: components["schemas"]["KeyRole"];
            /**
             * @description True lets it read and nothing else, whatever its role
             * @default false
             */
            read_only: boolean;
            /** @description As of a member; by default none */
            outlet_ids?: components["schemas"]["Id"][];
            /** @description By default in 365 days; at most in 3,660 (validation_failed, range) */
            expires_at?: components["schemas"]["InstantIn"];
        };
        ApiKey: {
            /** @description Also who its entries are made by */
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            /** @description What its token begins with */
            prefix: string;
            role: components["schemas"]["KeyRole"];
            read_only: boolean;
            outlet_ids: components["schemas"]["Id"][];
            /** @enum {string} */
            status: "active" | "revoked" | "expired";
            created_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Named"];
            expires_at: components["schemas"]["Instant"];
            /** @description To the minute or so; null if never */
            last_used_at: components["schemas"]["InstantOrNull"];
            /** @description When it was revoked */
            ended_at: components["schemas"]["InstantOrNull"];
        };
        ApiKeyCreated: {
            api_key: components["schemas"]["ApiKey"];
            token: string;
        };
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description Such as member.changed */
        AuditAction: string;
        /** @description Never changed; the object is what was hashed */
        AuditEntry: {
            sequence: components["schemas"]["Sequence"];
            at: components["schemas"]["Instant"];
            who: {
                /**
                 * @description operator is who ran the command line on the server
                 * @enum {string}
                 */
                kind: "user" | "api_key" | "operator" | "nobody";
                id: components["schemas"]["IdOrNull"];
                name: string;
            };
            action: components["schemas"]["AuditAction"];
            /** @description What it was done to */
            subject: {
                kind: string;
                id: components["schemas"]["IdOrNull"];
            };
            device_id: components["schemas"]["IdOrNull"];
            address: string | null;
            request_id: string | null;
            /** @description What changed, as it was; null where it is new */
            before: Record<string, unknown> | null;
            /** @description The same as it is now; null where it is gone */
            after: Record<string, unknown> | null;
            reason: string | null;
        };
        AuditLog: {
            items: {
                entry: components["schemas"]["AuditEntry"];
                hash: components["schemas"]["Hash"];
            }[];
            next_cursor: components["schemas"]["NextCursor"];
        };
        Book: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            time_zone: components["schemas"]["TimeZone"];
            fiscal_year_start: components["schemas"]["MonthDay"];
            /** @description No write on or before this day */
            lock_date: components["schemas"]["Date"] | null;
            template: components["schemas"]["Template"];
            /** @description The caller's */
            role: components["schemas"]["Role"];
            epoch: components["schemas"]["Epoch"];
            created_at: components["schemas"]["Instant"];
        };
        BookDraft: {
            name: components["schemas"]["Name"];
            currency: components["schemas"]["Currency"];
            /** @description By default 0 for IDR, else the currency's own decimals (2 for an unknown code) */
            exponent?: components["schemas"]["Exponent"];
            time_zone: components["schemas"]["TimeZone"];
            template: components["schemas"]["Template"];
            /** @description By default 01-01 */
            fiscal_year_start?: components["schemas"]["MonthDay"];
        };
        BookPatch: {
            name?: components["schemas"]["Name"];
            currency?: components["schemas"]["Currency"];
            exponent?: components["schemas"]["Exponent"];
            time_zone?: components["schemas"]["TimeZone"];
            fiscal_year_start?: components["schemas"]["MonthDay"];
            /** @description null opens every day */
            lock_date?: components["schemas"]["Date"] | null;
            /** @description Why, for the audit log */
            reason?: string;
        };
        BookList: {
            items: components["schemas"]["Book"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        Member: {
            user_id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            email: components["schemas"]["Email"];
            role: components["schemas"]["Role"];
            /** @description A cashier's outlets; empty for every other role, which sees all */
            outlet_ids: components["schemas"]["Id"][];
            created_at: components["schemas"]["Instant"];
        };
        MemberDraft: {
            role: components["schemas"]["Role"];
            /** @description At least one for a cashier (validation_failed, too_short), none for any other role (too_long); one that is not in the book is unknown_outlet */
            outlet_ids: components["schemas"]["Id"][];
        };
        MemberList: {
            items: components["schemas"]["Member"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description 1 when made, one more with every change */
        Version: number;
        Account: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            type: components["schemas"]["AccountType"];
            subtype: components["schemas"]["AccountSubtype"];
            parent_id: components["schemas"]["IdOrNull"];
            /** @description No entry may take the available balance below it; null is no limit */
            min_balance: components["schemas"]["SignedAmount"] | null;
            archived: boolean;
            version: components["schemas"]["Version"];
        };
        AccountDraft: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            type: components["schemas"]["AccountType"];
            subtype?: components["schemas"]["AccountSubtype"];
            /** @description An account of the same type (else validation_failed, range); one that is not in the book is unknown_account */
            parent_id?: components["schemas"]["Id"] | null;
            min_balance?: components["schemas"]["LimitIn"] | null;
        };
        AccountPatch: {
            name?: components["schemas"]["Name"];
            subtype?: components["schemas"]["AccountSubtype"];
            /** @description As in the draft, and neither the account itself nor one below it (range) */
            parent_id?: components["schemas"]["Id"] | null;
            min_balance?: components["schemas"]["LimitIn"] | null;
            archived?: boolean;
        };
        AccountList: {
            items: components["schemas"]["Account"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        Outlet: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            archived: boolean;
            version: components["schemas"]["Version"];
        };
        OutletDraft: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
        };
        OutletPatch: {
            name?: components["schemas"]["Name"];
            archived?: boolean;
        };
        OutletList: {
            items: components["schemas"]["Outlet"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        PhoneOrNull: string | null;
        EmailOrNull: string | null;
        NoteOrNull: string | null;
        Contact: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            phone: components["schemas"]["PhoneOrNull"];
            email: components["schemas"]["EmailOrNull"];
            note: components["schemas"]["NoteOrNull"];
            archived: boolean;
            version: components["schemas"]["Version"];
        };
        ContactDraft: {
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            phone?: components["schemas"]["PhoneOrNull"];
            email?: components["schemas"]["EmailOrNull"];
            note?: components["schemas"]["NoteOrNull"];
        };
        ContactPatch: {
            name?: components["schemas"]["Name"];
            phone?: components["schemas"]["PhoneOrNull"];
            email?: components["schemas"]["EmailOrNull"];
            note?: components["schemas"]["NoteOrNull"];
            archived?: boolean;
        };
        ContactList: {
            items: components["schemas"]["Contact"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description A line of the receipt; display only, no rule looks at it */
        Line: {
            name: components["schemas"]["Name"];
            quantity: components["schemas"]["Quantity"];
            amount: components["schemas"]["Amount"];
        };
        LineDraft: {
            name: components["schemas"]["Name"];
            quantity: components["schemas"]["Quantity"];
            /** @description As for postings, but it may be zero */
            amount: components["schemas"]["AmountIn"];
        };
        /** @description The account by exactly one of account_id and account_code (else required or conflict) */
        PostingDraft: {
            account_id?: components["schemas"]["Id"];
            account_code?: components["schemas"]["Code"];
            direction: components["schemas"]["Direction"];
            amount: components["schemas"]["AmountIn"];
            memo?: components["schemas"]["Memo"] | null;
        };
        /** @description With its postings, or in the short form. Both, or parts of both, are validation_failed (conflict); neither is required at /postings. */
        TransactionDraft: components["schemas"]["PostingsDraft"] | components["schemas"]["ShortDraft"];
        PostingsDraft: {
            id?: components["schemas"]["NewId"];
            /** @description By default today in the book's time zone by the server's clock; from 2000-01-01 to today + 366 days (else validation_failed, range) */
            date?: components["schemas"]["Date"];
            if_locked?: components["schemas"]["IfLocked"];
            /** @description By default journal */
            kind?: components["schemas"]["DraftKind"];
            /** @description By default empty */
            description?: components["schemas"]["Description"];
            reference?: components["schemas"]["Reference"] | null;
            /** @description A cashier must name an own outlet (else unknown_outlet) */
            outlet_id?: components["schemas"]["Id"] | null;
            contact_id?: components["schemas"]["IdOrNull"];
            tags?: components["schemas"]["Tag"][];
            lines?: components["schemas"]["LineDraft"][];
            /** @description What the device's clock says; recorded, never trusted, never changes date */
            made_at?: components["schemas"]["InstantIn"] | null;
            status?: components["schemas"]["DraftStatus"];
            /** @description Reverse this transaction in the same commit; the refusals of reverse hold, not_found too */
            replaces_id?: components["schemas"]["Id"] | null;
            /** @description 2 to 200; fewer than two are unbalanced_transaction */
            postings: components["schemas"]["PostingDraft"][];
        };
        /** @description sale: debits the account, credits the counter account. expense: debits the counter account, credits the account. transfer: moves money from the account to the counter account, that is debits the counter account and credits the account. Each of the two accounts by code or by id, exactly one (else required or conflict). */
        ShortDraft: {
            id?: components["schemas"]["NewId"];
            date?: components["schemas"]["Date"];
            if_locked?: components["schemas"]["IfLocked"];
            /** @enum {string} */
            kind: "sale" | "expense" | "transfer";
            /** @description By default empty */
            description?: components["schemas"]["Description"];
            reference?: components["schemas"]["Reference"] | null;
            outlet_id?: components["schemas"]["IdOrNull"];
            contact_id?: components["schemas"]["IdOrNull"];
            tags?: components["schemas"]["Tag"][];
            lines?: components["schemas"]["LineDraft"][];
            made_at?: components["schemas"]["InstantIn"] | null;
            status?: components["schemas"]["DraftStatus"];
            replaces_id?: components["schemas"]["IdOrNull"];
            amount: components["schemas"]["AmountIn"];
            /** @description The money account */
            account_code?: components["schemas"]["Code"];
            account_id?: components["schemas"]["Id"];
            /** @description The category, or for a transfer the other money account */
            counter_code?: components["schemas"]["Code"];
            counter_id?: components["schemas"]["Id"];
        };
        ReversalDraft: {
            id?: components["schemas"]["NewId"];
            /** @description By default the original's day if it is open, else today */
            date?: components["schemas"]["Date"];
            /** @description By default the original's */
            description?: components["schemas"]["Description"];
        };
        SettleRequest: {
            /** @description Book it on this day instead of its own */
            date?: components["schemas"]["Date"];
        };
        EmptyRequest: Record<string, unknown>;
        /** @description Who made it, with the name of that time */
        Author: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
        };
        Posting: {
            account_id: components["schemas"]["Id"];
            account_code: components["schemas"]["Code"];
            account_name: components["schemas"]["Name"];
            direction: components["schemas"]["Direction"];
            amount: components["schemas"]["Amount"];
            memo: components["schemas"]["Memo"] | null;
        };
        /** @description A transaction as its events carry it */
        TransactionData: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            /** @description Number of the commit that made or held it */
            sequence: components["schemas"]["Sequence"];
            /** @description Number of the commit that posted or voided a pending one; null otherwise */
            settled_sequence: components["schemas"]["SequenceOrNull"];
            status: components["schemas"]["TransactionStatus"];
            /** @description Business day it counts on */
            date: components["schemas"]["Date"];
            /** @description The day asked for, where a lock moved the entry to another (if_locked) */
            original_date: components["schemas"]["DateOrNull"];
            kind: components["schemas"]["TransactionKind"];
            description: components["schemas"]["Description"];
            reference: components["schemas"]["Reference"] | null;
            outlet_id: components["schemas"]["IdOrNull"];
            contact_id: components["schemas"]["IdOrNull"];
            tags: components["schemas"]["Tag"][];
            lines: components["schemas"]["Line"][];
            /** @description What the device said */
            made_at: components["schemas"]["InstantOrNull"];
            /** @description When it was made durable; of a settled one when it was first made */
            committed_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Author"];
            device_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that this one undoes */
            reverses_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that undoes this one */
            reversed_by_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that this one corrects */
            replaces_id: components["schemas"]["IdOrNull"];
            /** @description Hour of the business day in the book's time zone, where it is known */
            local_hour: number | null;
            postings: components["schemas"]["Posting"][];
        };
        /** @description A transaction as REST shows it; TransactionData and its position */
        Transaction: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            /** @description Number of the commit that made or held it */
            sequence: components["schemas"]["Sequence"];
            /** @description Number of the commit that posted or voided a pending one; null otherwise */
            settled_sequence: components["schemas"]["SequenceOrNull"];
            status: components["schemas"]["TransactionStatus"];
            /** @description Business day it counts on */
            date: components["schemas"]["Date"];
            /** @description The day asked for, where a lock moved the entry to another (if_locked) */
            original_date: components["schemas"]["DateOrNull"];
            kind: components["schemas"]["TransactionKind"];
            description: components["schemas"]["Description"];
            reference: components["schemas"]["Reference"] | null;
            outlet_id: components["schemas"]["IdOrNull"];
            contact_id: components["schemas"]["IdOrNull"];
            tags: components["schemas"]["Tag"][];
            lines: components["schemas"]["Line"][];
            /** @description What the device said */
            made_at: components["schemas"]["InstantOrNull"];
            /** @description When it was made durable; of a settled one when it was first made */
            committed_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Author"];
            device_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that this one undoes */
            reverses_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that undoes this one */
            reversed_by_id: components["schemas"]["IdOrNull"];
            /** @description The transaction that this one corrects */
            replaces_id: components["schemas"]["IdOrNull"];
            /** @description Hour of the business day in the book's time zone, where it is known */
            local_hour: number | null;
            postings: components["schemas"]["Posting"][];
            /** @description Offset of its latest event */
            offset: components["schemas"]["Offset"];
            epoch: components["schemas"]["Epoch"];
            /** @description Hash of that event */
            hash: components["schemas"]["Hash"];
        };
        TransactionList: {
            items: components["schemas"]["Transaction"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        BatchRequest: {
            atomic: boolean;
            /** @description Each needs an `id`. A mistake inside one is that item's own result; its pointers begin at the item. */
            transactions: components["schemas"]["BatchItem"][];
        };
        BatchItem: components["schemas"]["TransactionDraft"] & {
            id: components["schemas"]["NewId"];
        };
        BatchReply: {
            results: components["schemas"]["BatchResult"][];
        };
        BatchResult: {
            /** @description The item's id as sent; null when it had none that is valid */
            id: components["schemas"]["Id"] | null;
            /**
             * @description What the transaction alone would have got, or 424
             * @enum {integer}
             */
            status: 201 | 403 | 404 | 409 | 422 | 424;
            replayed: boolean;
            /** @description Present with 201 */
            transaction: components["schemas"]["Transaction"] | null;
            /** @description Present otherwise */
            error: components["schemas"]["BatchError"] | null;
        };
        BatchError: {
            code: components["schemas"]["ErrorCode"];
            title: string;
            detail: string;
            errors: components["schemas"]["FieldError"][];
        };
        Balances: {
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            items: components["schemas"]["Balance"][];
        };
        Balance: {
            account_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            type: components["schemas"]["AccountType"];
            /** @description Sum of posted debits */
            debit: components["schemas"]["Amount"];
            /** @description Sum of posted credits */
            credit: components["schemas"]["Amount"];
            /** @description Positive on the account's normal side (debit for asset and expense, else credit) */
            balance: components["schemas"]["SignedAmount"];
            /** @description Held debits */
            pending_debit: components["schemas"]["Amount"];
            /** @description Held credits */
            pending_credit: components["schemas"]["Amount"];
        };
        /** @enum {string} */
        ReportInterval: "day" | "week" | "month" | "year";
        /** @enum {string} */
        ReportCompare: "previous_period" | "previous_year";
        /** @enum {string} */
        ReportSplit: "outlet";
        ReportColumn: {
            /** @description null is from the beginning */
            from: components["schemas"]["Date"] | null;
            to: components["schemas"]["Date"];
            /** @description Only entries of this outlet */
            outlet_id: components["schemas"]["IdOrNull"];
            /**
             * @description period: the range, a part of it or an outlet's. rest: entries of no outlet. whole: all parts or all outlets together. compare: the counterpart of the column at `compares`
             * @enum {string}
             */
            kind: "period" | "rest" | "whole" | "compare";
            compares: number | null;
        };
        /** @description What was asked for, defaults filled in; null where the report does not take it or it was not given. A report of a day has as_of, one of a period or with interval from and to. */
        ReportParameters: {
            as_of: components["schemas"]["DateOrNull"];
            from: components["schemas"]["DateOrNull"];
            to: components["schemas"]["DateOrNull"];
            outlet_id: components["schemas"]["IdOrNull"];
            split: components["schemas"]["ReportSplit"] | null;
            interval: components["schemas"]["ReportInterval"] | null;
            compare: components["schemas"]["ReportCompare"] | null;
            at_sequence: components["schemas"]["Position"] | null;
        };
        /**
         * @description header: others stand below it, its amount is its own and theirs. total: a sum or difference of others
         * @enum {string}
         */
        ReportRowKind: "header" | "account" | "total";
        Statement: {
            /** @enum {string} */
            report: "income-statement" | "balance-sheet" | "cash-flow";
            parameters: components["schemas"]["ReportParameters"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            columns: components["schemas"]["ReportColumn"][];
            /** @description Parents before their children */
            rows: components["schemas"]["StatementRow"][];
            /** @description The main figures again by their row's key, per column */
            totals: {
                [key: string]: components["schemas"]["SignedAmount"][];
            };
        };
        StatementRow: {
            /** @description Unique in the report and the same tomorrow: an account's id, or one of sales, cogs, gross_profit, operating, operating_profit, other_income, other_expense, profit_before_tax, tax, net_income; assets, liabilities, equity, earlier_earnings, current_earnings, liabilities_and_equity; operating_activities, profit, investing_activities, financing_activities, net_change, opening_cash, closing_cash */
            key: string;
            account_id: components["schemas"]["IdOrNull"];
            /** @description Of the account; else empty */
            code: string;
            /** @description Of the account; else in English, to be translated by its key */
            name: string;
            /** @description 0 at the top */
            level: number;
            parent_key: string | null;
            kind: components["schemas"]["ReportRowKind"];
            /** @description Per column. Natural sign: positive on the account's normal side; in the cash flow positive is cash that came in */
            amounts: components["schemas"]["SignedAmount"][];
        };
        Aging: {
            /** @enum {string} */
            report: "aging";
            parameters: {
                /** @enum {string} */
                side: "receivable" | "payable";
                as_of: components["schemas"]["Date"];
                at_sequence: components["schemas"]["Position"] | null;
            };
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            /** @description Days of the entries: 0 to 30 days before as_of, 31 to 60, 61 to 90, older, and all of them (kind whole) */
            columns: components["schemas"]["ReportColumn"][];
            /** @description Contacts with anything open, largest first; the row of entries without contact last */
            rows: components["schemas"]["AgingRow"][];
            totals: {
                /** @description Per column; the last one is the balance of the accounts */
                open: components["schemas"]["SignedAmount"][];
            };
        };
        AgingRow: {
            /** @description The contact's id, or none */
            key: string;
            contact_id: components["schemas"]["IdOrNull"];
            code: string;
            name: string;
            amounts: components["schemas"]["SignedAmount"][];
        };
        /** @description A posting with what one wants to know of its transaction */
        LedgerEntry: {
            transaction_id: components["schemas"]["Id"];
            /** @description Number of the act that made it count */
            sequence: components["schemas"]["Sequence"];
            date: components["schemas"]["Date"];
            kind: components["schemas"]["TransactionKind"];
            description: components["schemas"]["Description"];
            reference: components["schemas"]["Reference"] | null;
            outlet_id: components["schemas"]["IdOrNull"];
            contact_id: components["schemas"]["IdOrNull"];
            account_id: components["schemas"]["Id"];
            account_code: components["schemas"]["Code"];
            account_name: components["schemas"]["Name"];
            direction: components["schemas"]["Direction"];
            amount: components["schemas"]["Amount"];
            memo: components["schemas"]["Memo"] | null;
            made_at: components["schemas"]["InstantOrNull"];
            committed_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Author"];
            device_id: components["schemas"]["IdOrNull"];
        };
        GeneralLedger: {
            /** @enum {string} */
            report: "general-ledger";
            parameters: {
                account_id: components["schemas"]["Id"];
                from: components["schemas"]["Date"];
                to: components["schemas"]["Date"];
                outlet_id: components["schemas"]["IdOrNull"];
                at_sequence: components["schemas"]["Position"] | null;
            };
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            account: {
                id: components["schemas"]["Id"];
                code: components["schemas"]["Code"];
                name: components["schemas"]["Name"];
                type: components["schemas"]["AccountType"];
            };
            /** @description Balance before from */
            opening: components["schemas"]["SignedAmount"];
            /** @description Balance before the first row of this page; on the first page, opening */
            carried: components["schemas"]["SignedAmount"];
            rows: components["schemas"]["GeneralLedgerRow"][];
            /** @description Balance at the end of to */
            closing: components["schemas"]["SignedAmount"];
            /** @description Of the whole range */
            totals: {
                debits: components["schemas"]["Amount"];
                credits: components["schemas"]["Amount"];
            };
            next_cursor: components["schemas"]["NextCursor"];
        };
        GeneralLedgerRow: {
            entry: components["schemas"]["LedgerEntry"];
            /** @description After the entry, positive on the normal side */
            balance: components["schemas"]["SignedAmount"];
        };
        ReportExplanation: {
            /** @enum {string} */
            report: "trial-balance" | "income-statement" | "balance-sheet" | "cash-flow" | "aging";
            /** @description As in the report */
            parameters: {
                [key: string]: unknown;
            };
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            row: {
                key: string;
                code: string;
                name: string;
            };
            column: components["schemas"]["ReportColumn"];
            /** @description Of the cell */
            amount: components["schemas"]["SignedAmount"];
            items: components["schemas"]["ExplanationItem"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        ExplanationItem: {
            entry: components["schemas"]["LedgerEntry"];
            /** @description What it adds to the cell; in aging what of it is still open */
            amount: components["schemas"]["SignedAmount"];
        };
        ReportChanges: {
            /** @enum {string} */
            report: "trial-balance" | "income-statement" | "balance-sheet" | "cash-flow";
            parameters: components["schemas"]["ReportParameters"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            from_sequence: components["schemas"]["Position"];
            to_sequence: components["schemas"]["Position"];
            columns: components["schemas"]["ReportColumn"][];
            /** @description Only rows that differ; amounts are later less earlier */
            rows: components["schemas"]["StatementRow"][];
            /** @description By sequence; acts that move nothing in the report are left out */
            items: components["schemas"]["ReportChange"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        ReportChange: {
            transaction_id: components["schemas"]["Id"];
            /** @description Of the act */
            sequence: components["schemas"]["Sequence"];
            date: components["schemas"]["Date"];
            kind: components["schemas"]["TransactionKind"];
            description: components["schemas"]["Description"];
            reference: components["schemas"]["Reference"] | null;
            outlet_id: components["schemas"]["IdOrNull"];
            contact_id: components["schemas"]["IdOrNull"];
            made_at: components["schemas"]["InstantOrNull"];
            committed_at: components["schemas"]["Instant"];
            created_by: components["schemas"]["Author"];
            device_id: components["schemas"]["IdOrNull"];
            /** @description What it added to which row, per column; only rows it moved */
            effects: {
                key: string;
                amounts: components["schemas"]["SignedAmount"][];
            }[];
        };
        TrialBalance: {
            /** @enum {string} */
            report: "trial-balance";
            parameters: components["schemas"]["ReportParameters"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            columns: components["schemas"]["ReportColumn"][];
            /** @description Every account, zeros too; parents before their children, siblings by code */
            rows: components["schemas"]["TrialBalanceRow"][];
            /** @description Sums of the rows' debits and credits, per column; always equal */
            totals: {
                debits: components["schemas"]["Amount"][];
                credits: components["schemas"]["Amount"][];
            };
        };
        TrialBalanceRow: {
            /** @description Unique in the report and the same tomorrow */
            key: string;
            account_id: components["schemas"]["IdOrNull"];
            code: string;
            name: string;
            /** @description 0 at the top */
            level: number;
            parent_key: string | null;
            /** @enum {string} */
            kind: "header" | "account" | "total";
            /** @description Per column, natural sign, the account's own and its children's */
            amounts: components["schemas"]["SignedAmount"][];
            /** @description Per column, the account's own balance where it is a debit, else 0 */
            debits: components["schemas"]["Amount"][];
            /** @description Per column, the account's own balance where it is a credit, else 0 */
            credits: components["schemas"]["Amount"][];
        };
        /** @description Posted entries only, by business day */
        Summary: {
            /** @enum {string} */
            report: "summary";
            /** @description What was asked for, defaults filled in, today as a date */
            parameters: {
                from: components["schemas"]["Date"];
                to: components["schemas"]["Date"];
                outlet_id: components["schemas"]["IdOrNull"];
            };
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            epoch: components["schemas"]["Epoch"];
            as_of_sequence: components["schemas"]["Position"];
            as_of_offset: components["schemas"]["Position"];
            figures: components["schemas"]["Figures"];
            compare: {
                /** @description The range one day earlier */
                yesterday: components["schemas"]["ComparedFigures"];
                /** @description The range seven days earlier */
                last_week: components["schemas"]["ComparedFigures"];
            };
            /** @description The last day of the range by local hour, 0 to 23. Entries whose hour is not known are in none. */
            hours: components["schemas"]["SummaryHour"][];
            /** @description Ranked by income; with outlet_id only that one */
            outlets: components["schemas"]["SummaryOutlet"][];
            /** @description Sales by the cash, bank or clearing account they debit, largest first */
            payments: components["schemas"]["SummaryPayment"][];
            /** @description Sums of the four whole weeks before the last day of the range, by day of the week and local hour, Monday first. Only where the query asks for it; the channel kpi never has it. */
            weekdays?: components["schemas"]["SummaryWeekday"][];
        };
        SummaryWeekday: {
            /** @description 1 Monday to 7 Sunday */
            weekday: number;
            /** @description Net credits of income accounts, by local hour 0 to 23 */
            income: components["schemas"]["SignedAmount"][];
            /** @description Sales less reversed sales, by local hour 0 to 23 */
            counts: number[];
        };
        Figures: {
            /** @description Net credits of income accounts */
            income: components["schemas"]["SignedAmount"];
            /** @description Net debits of expense accounts */
            expense: components["schemas"]["SignedAmount"];
            /** @description Balance of the cash, bank and clearing assets at the end of the range */
            cash: components["schemas"]["SignedAmount"];
            /** @description Sales; a reversed sale takes one away */
            count: number;
            /** @description Income divided by count, half away from zero; 0 when count is not above 0 */
            average: components["schemas"]["SignedAmount"];
        };
        ComparedFigures: {
            income: components["schemas"]["SignedAmount"];
            expense: components["schemas"]["SignedAmount"];
            /** @description At the end of the compared range's last day, whatever until_hour */
            cash: components["schemas"]["SignedAmount"];
            count: number;
            average: components["schemas"]["SignedAmount"];
            /** @description When the range ends today: the current local hour; of the compared range's last day only hours 0 to this one count. Null when whole days are compared. */
            until_hour: number | null;
        };
        SummaryHour: {
            hour: number;
            income: components["schemas"]["SignedAmount"];
            expense: components["schemas"]["SignedAmount"];
            count: number;
            /** @description Average of the same hour on the last four same weekdays, half away from zero */
            typical_income: components["schemas"]["SignedAmount"];
        };
        SummaryOutlet: {
            outlet_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            income: components["schemas"]["SignedAmount"];
            expense: components["schemas"]["SignedAmount"];
            count: number;
            /** @description When the outlet was last heard of, on any day */
            last_committed_at: components["schemas"]["Instant"] | null;
        };
        SummaryPayment: {
            account_id: components["schemas"]["Id"];
            code: components["schemas"]["Code"];
            name: components["schemas"]["Name"];
            amount: components["schemas"]["SignedAmount"];
            count: number;
        };
        /** @description What happened, as stored and hashed. h(n) = SHA-256(h(n-1), u64be offset, u64be at in microseconds, u8 length of type, type, bytes of data); h(0) = SHA-256("arus.v1", the 16 bytes of the book's id). */
        Event: components["schemas"]["TransactionEvent"] | components["schemas"]["AccountEvent"] | components["schemas"]["OutletEvent"] | components["schemas"]["ContactEvent"] | components["schemas"]["BookEvent"];
        TransactionEvent: {
            /** @description On the socket only; see realtime.schema.json */
            sub?: number;
            book: components["schemas"]["Id"];
            /** @enum {string} */
            channel: "ledger";
            epoch: components["schemas"]["Epoch"];
            offset: components["schemas"]["Offset"];
            /** @enum {string} */
            type: "transaction.posted" | "transaction.pending" | "transaction.voided";
            /** @description When it was committed; hashed as microseconds, always whole milliseconds */
            at: components["schemas"]["Instant"];
            hash: components["schemas"]["Hash"];
            data: components["schemas"]["TransactionData"];
        };
        AccountEvent: {
            /** @description On the socket only; see realtime.schema.json */
            sub?: number;
            book: components["schemas"]["Id"];
            /** @enum {string} */
            channel: "ledger";
            epoch: components["schemas"]["Epoch"];
            offset: components["schemas"]["Offset"];
            /** @enum {string} */
            type: "account.created" | "account.updated";
            /** @description When it was committed; hashed as microseconds, always whole milliseconds */
            at: components["schemas"]["Instant"];
            hash: components["schemas"]["Hash"];
            data: components["schemas"]["Account"];
        };
        OutletEvent: {
            /** @description On the socket only; see realtime.schema.json */
            sub?: number;
            book: components["schemas"]["Id"];
            /** @enum {string} */
            channel: "ledger";
            epoch: components["schemas"]["Epoch"];
            offset: components["schemas"]["Offset"];
            /** @enum {string} */
            type: "outlet.created" | "outlet.updated";
            /** @description When it was committed; hashed as microseconds, always whole milliseconds */
            at: components["schemas"]["Instant"];
            hash: components["schemas"]["Hash"];
            data: components["schemas"]["Outlet"];
        };
        ContactEvent: {
            /** @description On the socket only; see realtime.schema.json */
            sub?: number;
            book: components["schemas"]["Id"];
            /** @enum {string} */
            channel: "ledger";
            epoch: components["schemas"]["Epoch"];
            offset: components["schemas"]["Offset"];
            /** @enum {string} */
            type: "contact.created" | "contact.updated";
            /** @description When it was committed; hashed as microseconds, always whole milliseconds */
            at: components["schemas"]["Instant"];
            hash: components["schemas"]["Hash"];
            data: components["schemas"]["ContactRef"];
        };
        BookEvent: {
            /** @description On the socket only; see realtime.schema.json */
            sub?: number;
            book: components["schemas"]["Id"];
            /** @enum {string} */
            channel: "ledger";
            epoch: components["schemas"]["Epoch"];
            offset: components["schemas"]["Offset"];
            /** @enum {string} */
            type: "book.updated";
            /** @description When it was committed; hashed as microseconds, always whole milliseconds */
            at: components["schemas"]["Instant"];
            hash: components["schemas"]["Hash"];
            data: components["schemas"]["BookData"];
        };
        /** @description Contacts are read by REST, so that names can be erased */
        ContactRef: {
            id: components["schemas"]["Id"];
            version: components["schemas"]["Version"];
        };
        /** @description A book as its events carry it, the same for everybody */
        BookData: {
            id: components["schemas"]["Id"];
            name: components["schemas"]["Name"];
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            time_zone: components["schemas"]["TimeZone"];
            fiscal_year_start: components["schemas"]["MonthDay"];
            lock_date: components["schemas"]["DateOrNull"];
            template: components["schemas"]["Template"];
            created_at: components["schemas"]["Instant"];
        };
        EventPage: {
            epoch: components["schemas"]["Epoch"];
            /** @description Offset of the latest event */
            head: components["schemas"]["Position"];
            /** @description false when the position asked for is not in this history */
            recovered: boolean;
            items: components["schemas"]["Event"][];
            /** @description What to send as after */
            next: components["schemas"]["Position"];
        };
        Verification: {
            /** @description true when there are no findings */
            ok: boolean;
            /** @description How many the book has */
            transactions: number;
            /** @description How many the book has */
            events: number;
            head: {
                sequence: components["schemas"]["Position"];
                offset: components["schemas"]["Position"];
                hash: components["schemas"]["Hash"];
                epoch: components["schemas"]["Epoch"];
            };
            /** @enum {string} */
            chain: "ok" | "broken";
            /** @description At most the first 100 */
            findings: components["schemas"]["Finding"][];
            /** @description The chain was recomputed after this offset; 0 is from the beginning */
            checked_from_offset: components["schemas"]["Position"];
        };
        Finding: {
            /** @description null when it belongs to no event */
            offset: components["schemas"]["Offset"] | null;
            code: string;
            detail: string;
        };
        /** @enum {string} */
        JobStatus: "queued" | "running" | "done" | "failed";
        /** @enum {string} */
        JobKind: "verify" | "export" | "import";
        /** @description Work done in the background; the same object as on the socket's channel `job` */
        Job: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            kind: components["schemas"]["JobKind"];
            /** @description What was asked for; of an export the body of its request */
            parameters: Record<string, unknown>;
            status: components["schemas"]["JobStatus"];
            progress: number;
            /** @description What it does now, as a word for the screen's own texts */
            stage: string | null;
            /** @description Its end was asked for and has not come yet */
            cancelling: boolean;
            /** @description Of a check its Verification, of an import its ImportResult or ImportUndoResult; null until done and where there is none */
            result: Record<string, unknown> | null;
            error: components["schemas"]["JobError"] | null;
            file: components["schemas"]["JobFile"] | null;
            /** @description How often it was begun */
            tries: number;
            created_by: components["schemas"]["Id"];
            created_by_name: components["schemas"]["Name"];
            created_at: components["schemas"]["Instant"];
            started_at: components["schemas"]["Instant"] | null;
            finished_at: components["schemas"]["Instant"] | null;
            /** @description When it is forgotten, its file too; null until it has ended */
            expires_at: components["schemas"]["Instant"] | null;
        };
        JobError: {
            /** @description cancelled, gave_up (an inner fault, after its tries), or a code of errors.yaml; of an import also file_unreadable (no table and no journal can be read from it), mapping_incomplete (see `missing` and `ambiguous` of a dry run), file_gone (it is no longer kept), account_refused (an account could not be made) */
            code: string;
            detail: string;
        };
        JobFile: {
            name: string;
            media_type: string;
            bytes: number;
        };
        JobList: {
            items: components["schemas"]["Job"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        ExportRequest: {
            /** @enum {string} */
            report: "journal" | "trial-balance" | "income-statement" | "balance-sheet" | "cash-flow" | "general-ledger" | "aging";
            /** @enum {string} */
            format: "csv" | "xlsx" | "pdf" | "hledger";
            parameters?: components["schemas"]["ExportParameters"];
            /** @description Language of titles and heads; by default the person's own */
            locale?: components["schemas"]["Locale"];
        };
        /** @description Of the statement, as in its query; `journal` takes from, to and outlet_id. One that the statement does not take is validation_failed (unknown_field). */
        ExportParameters: {
            from?: components["schemas"]["Date"];
            to?: components["schemas"]["Date"];
            as_of?: components["schemas"]["Date"];
            outlet_id?: components["schemas"]["Id"];
            at_sequence?: components["schemas"]["Position"];
            interval?: string;
            compare?: string;
            split?: string;
            account_id?: components["schemas"]["Id"];
            side?: string;
        };
        /**
         * @description A table of text with separators
         * @enum {string}
         */
        ImportKind: "csv" | "hledger";
        /**
         * @description new: would be posted; where the import posts, not posted yet. duplicate: was imported before. posted: is booked by this import. refused: cannot be booked, see its error. skipped: is no entry, such as a line without an amount
         * @enum {string}
         */
        ImportVerdict: "new" | "duplicate" | "posted" | "refused" | "skipped";
        /** @description Counted from 0 */
        ImportColumnIndex: number;
        /** @description Which column holds what. `amount`, or `debit` and `credit` as the bank sees them: debit is money that left the account, credit is money that came in. `direction` is a column that says by DB, D, CR, K and their like which of the two `amount` is. `account` holds the code of the other account, `contact` and `outlet` hold codes of the book, `balance` is shown and not used. */
        ImportColumns: {
            date?: components["schemas"]["ImportColumnIndex"];
            description?: components["schemas"]["ImportColumnIndex"];
            amount?: components["schemas"]["ImportColumnIndex"];
            debit?: components["schemas"]["ImportColumnIndex"];
            credit?: components["schemas"]["ImportColumnIndex"];
            direction?: components["schemas"]["ImportColumnIndex"];
            reference?: components["schemas"]["ImportColumnIndex"];
            balance?: components["schemas"]["ImportColumnIndex"];
            contact?: components["schemas"]["ImportColumnIndex"];
            outlet?: components["schemas"]["ImportColumnIndex"];
            account?: components["schemas"]["ImportColumnIndex"];
        };
        /** @description The first rule whose text stands in the description, letter case apart, names the other account */
        ImportRule: {
            contains: string;
            account_code: components["schemas"]["Code"];
        };
        /** @description How to read a table. What is absent is taken from the mapping remembered for this form of file, else found out; `columns` counts as one. null says that there is none, whatever is remembered. Of an hledger journal only `outlet_id` is looked at. */
        ImportMapping: {
            /** @enum {string} */
            separator?: "," | ";" | "\t" | "|";
            /**
             * @description Empty for none
             * @enum {string}
             */
            quote?: "\"" | "'" | "";
            /** @enum {string} */
            encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
            /**
             * @description The mark before decimals; the other one and spaces group thousands
             * @enum {string}
             */
            decimal?: "." | ",";
            /**
             * @description The order of year, month and day; any of / - . and space between them, months also by name, years with two or four digits
             * @enum {string}
             */
            date_format?: "ymd" | "dmy" | "mdy";
            /** @description Lines before the first row; the last of them names the columns */
            header_rows?: number;
            columns?: components["schemas"]["ImportColumns"];
            /**
             * @description as_is: more than zero is money that came in. inverted: the other way round, debit and credit too
             * @enum {string}
             */
            sign?: "as_is" | "inverted";
            /** @description The account that the file is of */
            money_account_code?: components["schemas"]["Code"];
            /** @description The other account where no rule fits */
            counter_account_code?: components["schemas"]["Code"] | null;
            outlet_id?: components["schemas"]["Id"] | null;
            rules?: components["schemas"]["ImportRule"][];
        };
        ImportOptions: {
            kind: components["schemas"]["ImportKind"];
            dry_run: boolean;
            mapping?: components["schemas"]["ImportMapping"];
            if_locked?: components["schemas"]["IfLocked"];
        };
        /** @description The two parts in any order */
        ImportUpload: {
            file: string;
            options: components["schemas"]["ImportOptions"];
        };
        /** @description The same file once more, with other options */
        ImportAgain: {
            /** @description From the result of a job of mine; a file that is no longer kept is validation_failed (range) */
            import_id: components["schemas"]["Id"];
            kind: components["schemas"]["ImportKind"];
            dry_run: boolean;
            mapping?: components["schemas"]["ImportMapping"];
            if_locked?: components["schemas"]["IfLocked"];
        };
        ImportCounts: {
            new: number;
            duplicate: number;
            posted: number;
            refused: number;
            skipped: number;
        };
        ImportColumnSample: {
            index: components["schemas"]["ImportColumnIndex"];
            /** @description Of the head; empty where there is none */
            name: string;
            samples: string[];
        };
        /** @enum {string} */
        ImportField: "date_format" | "decimal" | "columns" | "money_account_code" | "counter_account_code";
        ImportAccount: {
            /** @description Its whole name in the journal */
            name: string;
            code: components["schemas"]["Code"];
            type: components["schemas"]["AccountType"];
        };
        /** @description What an import is of, and what came of it; the `result` of a job whose parameters have a `kind` */
        ImportResult: {
            /** @description Names the file for POST imports, a day long */
            import_id: components["schemas"]["Id"];
            kind: components["schemas"]["ImportKind"];
            dry_run: boolean;
            file_name: string;
            /** @description All that were read */
            rows: number;
            counts: components["schemas"]["ImportCounts"];
            /** @description What the file can be read in two ways by, as 01/02/2026; the mapping shows one of them. Posting needs it in `mapping`. */
            ambiguous: components["schemas"]["ImportField"][];
            /** @description What posting needs in `mapping` and could not be found out; then rows have no verdict but what reading gave */
            missing: components["schemas"]["ImportField"][];
            /** @description As it was read; complete but for what is missing. null of hledger */
            mapping: components["schemas"]["ImportMapping"] | null;
            /** @description Some of it comes from an earlier import of this form */
            mapping_remembered: boolean;
            /** @description Empty of hledger */
            columns: components["schemas"]["ImportColumnSample"][];
            /** @description Accounts that were, or would be, made; at most 1000 are shown */
            new_accounts: components["schemas"]["ImportAccount"][];
        };
        /** @description The `result` of a job whose parameters have `undo`, the id of the job that posted */
        ImportUndoResult: {
            undo: components["schemas"]["Id"];
            reversed: number;
            /** @description Before this job */
            already_reversed: number;
            /** @description See the rows of this job */
            refused: number;
        };
        ImportRow: {
            /** @description Line of the file on which it begins */
            row: number;
            verdict: components["schemas"]["ImportVerdict"];
            /** @description null where it cannot be read */
            date: components["schemas"]["Date"] | null;
            description: components["schemas"]["Description"];
            reference: components["schemas"]["Reference"] | null;
            /** @description More than zero came into the money account; of a journal the sum of the debits. null where it cannot be read */
            amount: components["schemas"]["SignedAmount"] | null;
            /** @description The other account; of a journal the first one */
            account_code: string | null;
            /** @description Of posted and duplicate; of an undo its reversal. null where one may not see it */
            transaction_id: components["schemas"]["Id"] | null;
            error: components["schemas"]["ImportRowError"] | null;
        };
        /** @description Why it is refused or skipped */
        ImportRowError: {
            /** @description A code of errors.yaml, or of reading - date_invalid, date_missing, amount_missing, amount_zero, row_too_short, line_too_long, too_many_columns, text_invalid, account_missing, and of journals syntax_invalid, not_supported, currency_mixed, unbalanced */
            code: string;
            detail: string;
        };
        ImportRowList: {
            items: components["schemas"]["ImportRow"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        RememberedMapping: {
            /** @description Names a form of file */
            signature: string;
            /** @description Names of the columns */
            columns: string[];
            mapping: components["schemas"]["ImportMapping"];
            used_at: components["schemas"]["Instant"];
        };
        ImportMappingList: {
            items: components["schemas"]["RememberedMapping"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /** @enum {string} */
        NotificationKind: "balance_below" | "transaction_above" | "outlet_silent" | "job_finished";
        /** @description balance_below: account_id, amount and perhaps outlet_id; told when a posting brings the balance from at least the amount to below it. transaction_above: amount and perhaps outlet_id or account_id; told of each posted transaction of more than the amount. outlet_silent: minutes, perhaps outlet_id (absent: every outlet), from_hour and to_hour; told when nothing was posted there for so long within these hours. job_finished: nothing; told when a job of mine has ended. A field that the kind does not take is validation_failed (unknown_field). */
        NotificationRuleDraft: {
            kind: components["schemas"]["NotificationKind"];
            account_id?: components["schemas"]["Id"];
            outlet_id?: components["schemas"]["Id"];
            /** @description Of balance_below it may be below zero */
            amount?: components["schemas"]["LimitIn"];
            minutes?: number;
            /** @description Local hour of the book; default 0 */
            from_hour?: number;
            /** @description Up to this hour, after from_hour; default 24 */
            to_hour?: number;
        };
        NotificationRulePatch: {
            amount?: components["schemas"]["LimitIn"];
            minutes?: number;
            from_hour?: number;
            to_hour?: number;
            active?: boolean;
        };
        NotificationRule: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            kind: components["schemas"]["NotificationKind"];
            account_id: components["schemas"]["IdOrNull"];
            outlet_id: components["schemas"]["IdOrNull"];
            amount: components["schemas"]["SignedAmount"] | null;
            minutes: number | null;
            from_hour: number | null;
            to_hour: number | null;
            active: boolean;
            created_at: components["schemas"]["Instant"];
        };
        NotificationRuleList: {
            items: components["schemas"]["NotificationRule"][];
            next_cursor: components["schemas"]["NextCursor"];
        };
        /** @description The same object as on the socket's channel `notify` */
        Notification: {
            id: components["schemas"]["Id"];
            book_id: components["schemas"]["Id"];
            rule_id: components["schemas"]["Id"];
            kind: components["schemas"]["NotificationKind"];
            /** @description When it happened */
            at: components["schemas"]["Instant"];
            read: boolean;
            currency: components["schemas"]["Currency"];
            exponent: components["schemas"]["Exponent"];
            subject: components["schemas"]["NotificationSubject"];
        };
        /** @description What it is about, as it was then; null where the kind has none */
        NotificationSubject: {
            account_id: components["schemas"]["IdOrNull"];
            account_code: string | null;
            account_name: string | null;
            outlet_id: components["schemas"]["IdOrNull"];
            outlet_code: string | null;
            outlet_name: string | null;
            transaction_id: components["schemas"]["IdOrNull"];
            /** @description The balance reached, or the transaction's amount */
            amount: components["schemas"]["SignedAmount"] | null;
            /** @description The rule's amount */
            limit: components["schemas"]["SignedAmount"] | null;
            /** @description Silent since */
            since: components["schemas"]["Instant"] | null;
            job_id: components["schemas"]["IdOrNull"];
            job_kind: components["schemas"]["JobKind"] | null;
            job_status: components["schemas"]["JobStatus"] | null;
        };
        NotificationList: {
            items: components["schemas"]["Notification"][];
            next_cursor: components["schemas"]["NextCursor"];
            /** @description In all my books */
            unread: number;
        };
        ReadUpTo: {
            /** @description Id of a notification of mine */
            up_to: components["schemas"]["Id"];
        };
        Unread: {
            unread: number;
        };
        Health: {
            /** @enum {string} */
            status: "ok";
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "starting" | "draining" | "unavailable";
            /** @description What is missing though it serves: `bus` (RabbitMQ), `cache` (Redis), `grants` (the database user has more rights than it needs), `storage` (from a write for which the disk had no room until the next that has been written; writes are answered 503, reads go on). Others may be added. */
            degraded: string[];
        };
    };
    responses: {
        /** @description Nothing has changed */
        NotModified: {
            headers: {
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description malformed_request, malformed_json */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unauthenticated; from login invalid_credentials or totp_required */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description forbidden, origin_refused; from register registration_closed */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description not_found */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description method_not_allowed */
        MethodNotAllowed: {
            headers: {
                Allow: components["headers"]["Allow"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description request_timeout */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description A refusal by the state of the book; see errors.yaml */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description payload_too_large */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unsupported_media_type */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description validation_failed, or a refusal by the rules; see errors.yaml */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description upgrade_required */
        UpgradeRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description rate_limited */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description header_too_large */
        HeadersTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description internal; `detail` is empty and the request id finds the log line */
        Internal: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unavailable */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Id of the book; one that the caller may not see is 404 */
        Book: components["schemas"]["Id"];
        ObjectId: components["schemas"]["Id"];
        /** @description How many at most */
        Limit: number;
        /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
        Cursor: string;
        /** @description true gives only archived ones, false only the others; absent gives all */
        Archived: boolean;
        /** @description Only postings of this outlet; absent counts all, and those of no outlet */
        OutletId: components["schemas"]["Id"];
        /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
        AtSequence: number;
        /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
        From: components["schemas"]["Date"];
        /** @description Last business day; by default today in the book's time zone */
        To: components["schemas"]["Date"];
        /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
        AsOf: components["schemas"]["Date"];
        /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
        Interval: components["schemas"]["ReportInterval"];
        /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
        Compare: components["schemas"]["ReportCompare"];
        /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
        Split: components["schemas"]["ReportSplit"];
        /** @description Of aging only; accounts of which subtype */
        Side: "receivable" | "payable";
        /** @description The account; one that the book does not have is unknown_account */
        LedgerAccount: components["schemas"]["Id"];
        /** @description Which report; another name is 404 */
        ReportName: "trial-balance" | "income-statement" | "balance-sheet" | "cash-flow" | "aging";
        /** @description key of a row; one that the report does not have is validation_failed (enum) */
        ReportRow: string;
        /** @description Place of a column, from 0; one that the report does not have is validation_failed (range) */
        ReportColumnIndex: number;
        /** @description The earlier knowledge, at most 100,000 before the head */
        FromSequence: number;
        /** @description The later knowledge, not before the earlier one; by default the head */
        ToSequence: number;
        /** @description ETag of an earlier reply; unchanged is 304 */
        IfNoneMatch: string;
        /** @description Visible ASCII; unique per book over everything that moves money. Required unless the body carries `id`, else validation_failed at `header:Idempotency-Key` */
        IdempotencyKey: string;
        /** @description Visible ASCII; unique per book over everything that moves money */
        IdempotencyKeyRequired: string;
        /** @description The device's own id, kept with the transaction as device_id */
        Device: components["schemas"]["Id"];
    };
    requestBodies: never;
    headers: {
        /** @description Changes when the reply would; present where the server can tell */
        ETag: string;
        /** @description true when this is the reply of an earlier request with the same key */
        IdempotencyReplayed: "true";
        /** @description arus_session, HttpOnly, SameSite=Lax, Secure under TLS */
        SessionCookie: string;
        /** @description attachment with the file's name */
        Attachment: string;
        /** @description Seconds to wait */
        RetryAfter: number;
        /** @description The methods this path knows */
        Allow: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How registration stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            /** @description The user, signed in */
            201: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description A session, and the cookie */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The fresh token */
            200: {
                headers: {
                    "Set-Cookie": components["headers"]["SessionCookie"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreshToken"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequest"];
            };
        };
        responses: {
            /** @description The new password holds; every session of the user has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    look_at_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationTokenRequest"];
            };
        };
        responses: {
            /** @description The invitation, still open */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationTokenRequest"];
            };
        };
        responses: {
            /** @description The book one is now a member of */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Book"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Me */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MePatch"];
            };
        };
        responses: {
            /** @description Me */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The new password holds; my other sessions have ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_my_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description My sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_my_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How many have ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsEnded"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_my_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The second factor */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpState"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    begin_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordConfirmation"];
            };
        };
        responses: {
            /** @description The secret, shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpSetup"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description The recovery codes, shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    remove_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpRemoval"];
            };
        };
        responses: {
            /** @description Sign-in needs the password only */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpRemoval"];
            };
        };
        responses: {
            /** @description The recovery codes, shown this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_my_audit_log: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_books: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of books */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_book: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookDraft"];
            };
        };
        responses: {
            /** @description The book, with the accounts of its template */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Book"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_book: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Book"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_book: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookPatch"];
            };
        };
        responses: {
            /** @description The book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Book"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_members: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    put_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description A user of this server; anything else is 404 */
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberDraft"];
            };
        };
        responses: {
            /** @description The member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description A user of this server; anything else is 404 */
                user_id: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No member any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_invitations: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationDraft"];
            };
        };
        responses: {
            /** @description The invitation; `token` is shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It cannot be accepted any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyDraft"];
            };
        };
        responses: {
            /** @description The key; `token` is shown this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is refused from now on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_audit_log: {
        parameters: {
            query?: {
                /** @description Only acts of this person or key */
                who?: components["schemas"]["Id"];
                /** @description Only this action, or all whose name begins so, as in `member` */
                what?: string;
                /** @description First business day in the book's time zone */
                from?: components["schemas"]["Date"];
                /** @description Last business day in the book's time zone */
                to?: components["schemas"]["Date"];
                /** @description `csv`: all entries that the filters let through, newest first, as an attachment for a spreadsheet; it takes neither `limit` nor `cursor`. Text that a spreadsheet would take for a formula has an apostrophe in front. Beyond 1 MiB two of one person may be on their way at once (then 429), eight of everybody (503). */
                format?: "json" | "csv";
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries, or all of them as CSV */
            200: {
                headers: {
                    /** @description With CSV alone */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditLog"];
                    "text/csv": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                /** @description true gives only archived ones, false only the others; absent gives all */
                archived?: components["parameters"]["Archived"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountDraft"];
            };
        };
        responses: {
            /** @description The account */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountPatch"];
            };
        };
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    archive_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_outlets: {
        parameters: {
            query?: {
                /** @description true gives only archived ones, false only the others; absent gives all */
                archived?: components["parameters"]["Archived"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of outlets */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutletList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_outlet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletDraft"];
            };
        };
        responses: {
            /** @description The outlet */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_outlet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutletPatch"];
            };
        };
        responses: {
            /** @description The outlet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outlet"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_contacts: {
        parameters: {
            query?: {
                /** @description true gives only archived ones, false only the others; absent gives all */
                archived?: components["parameters"]["Archived"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contacts */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactDraft"];
            };
        };
        responses: {
            /** @description The contact */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ContactPatch"];
            };
        };
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_transactions: {
        parameters: {
            query?: {
                /** @description First business day; by default 90 days before `to`, or before today */
                from?: components["schemas"]["Date"];
                /** @description Last business day; by default no end */
                to?: components["schemas"]["Date"];
                /** @description Only with a posting on this account */
                account_id?: components["schemas"]["Id"];
                outlet_id?: components["schemas"]["Id"];
                tag?: string;
                kind?: components["schemas"]["TransactionKind"];
                status?: components["schemas"]["TransactionStatus"];
                /** @description Id of the user who made it */
                created_by?: components["schemas"]["Id"];
                /** @description The reference by its beginning, an exact amount, or words of the description */
                q?: string;
                /** @description true gives those booked on a later day than asked for because of the lock date */
                late?: boolean;
                /** @description By commit (sequence) or by business day (date, then sequence); always newest first */
                order?: "sequence" | "date";
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transactions */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransactionList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_transaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Visible ASCII; unique per book over everything that moves money. Required unless the body carries `id`, else validation_failed at `header:Idempotency-Key` */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The device's own id, kept with the transaction as device_id */
                "Arus-Device"?: components["parameters"]["Device"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransactionDraft"];
            };
        };
        responses: {
            /** @description The transaction as committed; on a replay as it was first committed */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_transactions: {
        parameters: {
            query?: never;
            header?: {
                /** @description The device's own id, kept with the transaction as device_id */
                "Arus-Device"?: components["parameters"]["Device"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            /** @description One result per transaction, in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchReply"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_transaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transaction */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    reverse_transaction: {
        parameters: {
            query?: never;
            header?: {
                /** @description Visible ASCII; unique per book over everything that moves money. Required unless the body carries `id`, else validation_failed at `header:Idempotency-Key` */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The device's own id, kept with the transaction as device_id */
                "Arus-Device"?: components["parameters"]["Device"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReversalDraft"];
            };
        };
        responses: {
            /** @description The reversal */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    post_pending_transaction: {
        parameters: {
            query?: never;
            header: {
                /** @description Visible ASCII; unique per book over everything that moves money */
                "Idempotency-Key": components["parameters"]["IdempotencyKeyRequired"];
                /** @description The device's own id, kept with the transaction as device_id */
                "Arus-Device"?: components["parameters"]["Device"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SettleRequest"];
            };
        };
        responses: {
            /** @description The transaction, posted */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    void_pending_transaction: {
        parameters: {
            query?: never;
            header: {
                /** @description Visible ASCII; unique per book over everything that moves money */
                "Idempotency-Key": components["parameters"]["IdempotencyKeyRequired"];
                /** @description The device's own id, kept with the transaction as device_id */
                "Arus-Device"?: components["parameters"]["Device"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        responses: {
            /** @description The transaction, voided */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_balances: {
        parameters: {
            query?: {
                /** @description Last business day that counts; by default every day, future ones too */
                as_of?: components["schemas"]["Date"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Balances, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balances"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_trial_balance: {
        parameters: {
            query?: {
                /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
                as_of?: components["parameters"]["AsOf"];
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_income_statement: {
        parameters: {
            query?: {
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_balance_sheet: {
        parameters: {
            query?: {
                /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
                as_of?: components["parameters"]["AsOf"];
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_cash_flow: {
        parameters: {
            query?: {
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statement"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_aging: {
        parameters: {
            query?: {
                /** @description Of aging only; accounts of which subtype */
                side?: components["parameters"]["Side"];
                /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
                as_of?: components["parameters"]["AsOf"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Aging"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_general_ledger: {
        parameters: {
            query: {
                /** @description The account; one that the book does not have is unknown_account */
                account_id: components["parameters"]["LedgerAccount"];
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeneralLedger"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    explain_report: {
        parameters: {
            query: {
                /** @description key of a row; one that the report does not have is validation_failed (enum) */
                row: components["parameters"]["ReportRow"];
                /** @description Place of a column, from 0; one that the report does not have is validation_failed (range) */
                column: components["parameters"]["ReportColumnIndex"];
                /** @description Of aging only; accounts of which subtype */
                side?: components["parameters"]["Side"];
                /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
                as_of?: components["parameters"]["AsOf"];
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description As the book was known at this sequence, at most 100,000 before the head (else validation_failed, code range; an export may lie any way back); by default the head */
                at_sequence?: components["parameters"]["AtSequence"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description Which report; another name is 404 */
                report: components["parameters"]["ReportName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportExplanation"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_report_changes: {
        parameters: {
            query: {
                /** @description The earlier knowledge, at most 100,000 before the head */
                from_sequence: components["parameters"]["FromSequence"];
                /** @description The later knowledge, not before the earlier one; by default the head */
                to_sequence?: components["parameters"]["ToSequence"];
                /** @description Last business day that counts; by default today in the book's time zone. Of reports of a day, and not together with from, to or interval (validation_failed, conflict) */
                as_of?: components["parameters"]["AsOf"];
                /** @description First business day; by default the first of the month of `to`. Not after `to`; at most 3,660 days with it (else validation_failed, range) */
                from?: components["parameters"]["From"];
                /** @description Last business day; by default today in the book's time zone */
                to?: components["parameters"]["To"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description outlet: one column for each outlet by code, one for entries of none (kind rest), one of all. Not together with outlet_id, interval or compare (validation_failed, conflict); at most 200 outlets */
                split?: components["parameters"]["Split"];
                /** @description One column for each part of from to to: weeks begin on Monday, years with the fiscal year of the book; the first and the last part may be shorter. At most 62 parts (else validation_failed, range). Reports of a period end with a column of the whole */
                interval?: components["parameters"]["Interval"];
                /** @description After all other columns, one that each of them is compared with. previous_year: the same days a year earlier. previous_period: of a day, the end of the month before; of a range that begins on the first of a month, as many months earlier as it touches; of another range, as many days earlier. Ends of months stay ends of months */
                compare?: components["parameters"]["Compare"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                /** @description Which report; another name is 404 */
                report: components["parameters"]["ReportName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReportChanges"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_summary: {
        parameters: {
            query?: {
                /** @description First business day, or `today` (the default) */
                from?: components["schemas"]["DateOrToday"];
                /** @description Last business day, or `today` (the default) */
                to?: components["schemas"]["DateOrToday"];
                /** @description Only postings of this outlet; absent counts all, and those of no outlet */
                outlet_id?: components["parameters"]["OutletId"];
                /** @description `true` adds `weekdays` */
                weekdays?: boolean;
            };
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures, true at `as_of_offset` */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Offset of the last applied event */
                after?: number;
                /** @description Epoch of the last applied event */
                epoch?: components["schemas"]["Epoch"];
                /** @description Hash of the last applied event; needs `epoch` */
                hash?: components["schemas"]["Hash"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    verify_book: {
        parameters: {
            query?: {
                full?: boolean;
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found, also when the book is not right */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description The job, queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    start_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportRequest"];
            };
        };
        responses: {
            /** @description The job, queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    start_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImportUpload"];
                "application/json": components["schemas"]["ImportAgain"];
            };
        };
        responses: {
            /** @description The job, queued; its result is an ImportResult */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmptyRequest"];
            };
        };
        responses: {
            /** @description The job, queued; its result is an ImportUndoResult */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_import_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportMappingList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_job_rows: {
        parameters: {
            query?: {
                verdict?: components["schemas"]["ImportVerdict"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRowList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                status?: components["schemas"]["JobStatus"];
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_job_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, always as an attachment */
            200: {
                headers: {
                    "Content-Disposition": components["headers"]["Attachment"];
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                    "text/plain": string;
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    retry_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job, queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_notification_rules: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rules */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRuleList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_notification_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationRuleDraft"];
            };
        };
        responses: {
            /** @description The rule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_notification_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_notification_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the book; one that the caller may not see is 404 */
                book: components["parameters"]["Book"];
                id: components["parameters"]["ObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NotificationRulePatch"];
            };
        };
        responses: {
            /** @description The rule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationRule"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_notifications: {
        parameters: {
            query?: {
                /** @description How many at most */
                limit?: components["parameters"]["Limit"];
                /** @description next_cursor of the page before, with the same filters; anything else is validation_failed (pattern) */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of notifications */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationList"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_notifications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadUpTo"];
            };
        };
        responses: {
            /** @description What is left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            405: components["responses"]["MethodNotAllowed"];
            408: components["responses"]["RequestTimeout"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    open_realtime: {
        parameters: {
            query?: never;
            header: {
                /** @description Must offer arus.v1 */
                "Sec-WebSocket-Protocol": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            405: components["responses"]["MethodNotAllowed"];
            426: components["responses"]["UpgradeRequired"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_openapi: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of an earlier reply; unchanged is 304 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": string;
                };
            };
            304: components["responses"]["NotModified"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready; `degraded` names what is lost or missing without harm to the books */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            /** @description Not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    read_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
}
