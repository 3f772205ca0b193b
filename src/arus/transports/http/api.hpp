// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/access/access.hpp"
#include "arus/app/audit/audit.hpp"
#include "arus/app/books/books.hpp"
#include "arus/app/books/chart.hpp"
#include "arus/app/imports/imports.hpp"
#include "arus/app/jobs/jobs.hpp"
#include "arus/app/notifications/notifications.hpp"
#include "arus/app/people/api_keys.hpp"
#include "arus/app/people/authentication.hpp"
#include "arus/app/people/invitations.hpp"
#include "arus/app/people/people.hpp"
#include "arus/app/statements/reports.hpp"
#include "arus/app/transactions/transactions.hpp"
#include "arus/app/transactions/verifier.hpp"
#include "arus/transports/http/detail/transfer_slots.hpp"
#include "arus/transports/http/rate_limit.hpp"
#include "arus/transports/http/router.hpp"
#include "arus/wire/report_documents.hpp"

#include <functional>
#include <memory>
#include <string>

namespace arus::http {

/// The use cases behind the REST API, and what its replies say of this server. Must outlive every
/// request.
struct Services {
    app::Authentication& authentication;
    app::People& people;
    app::Invitations& invitations;
    app::ApiKeys& api_keys;
    app::Audit& audit;
    const Clock& clock;
    /// Requests of members for one book, 429 beyond; the machine itself is not counted. Null: no
    /// limit.
    RateLimit* per_book;
    app::Access& access;
    app::Books& books;
    app::Chart& chart;
    app::Transactions& transactions;
    app::Reports& reports;
    wire::ReportDocuments& report_documents;
    app::Verifier& verifier;
    app::Jobs& jobs;
    app::Notifications& notifications;
    app::Imports& imports;
    /// Called when somebody's sessions or memberships have changed, so that open sockets learn of
    /// it at once.
    std::function<void(UserId)> user_changed;
    bool secure_cookies = false;  ///< people come by https
    bool demo = false;
    std::string version;
    /// Of large replies that lie on disk until they have been sent.
    std::unique_ptr<detail::TransferSlots> downloads = std::make_unique<detail::TransferSlots>(8);
};

/// Adds every path of contracts/openapi.yaml below /api/v1 but the document itself.
void add_api(Router& router, const Services& services);

// One function for each area, called by add_api().
void add_auth_routes(Router& router, const Services& services);
void add_people_routes(Router& router, const Services& services);
void add_rights_routes(Router& router, const Services& services);
void add_book_routes(Router& router, const Services& services);
void add_chart_routes(Router& router, const Services& services);
void add_transaction_routes(Router& router, const Services& services);
void add_figure_routes(Router& router, const Services& services);
void add_report_routes(Router& router, const Services& services);
void add_history_routes(Router& router, const Services& services);
void add_job_routes(Router& router, const Services& services);
void add_notification_routes(Router& router, const Services& services);
void add_import_routes(Router& router, const Services& services);

}  // namespace arus::http
