// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/api.hpp"

namespace arus::http {

void add_api(Router& router, const Services& services) {
    add_auth_routes(router, services);
    add_people_routes(router, services);
    add_book_routes(router, services);
    add_rights_routes(router, services);
    add_chart_routes(router, services);
    add_transaction_routes(router, services);
    add_figure_routes(router, services);
    add_report_routes(router, services);
    add_history_routes(router, services);
    add_job_routes(router, services);
    add_notification_routes(router, services);
    add_import_routes(router, services);
}

}  // namespace arus::http
