// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support.hpp"

namespace arus::contract {

inline constexpr std::int64_t job_second_us = 1'000'000;
inline constexpr auto job_lease_for = std::chrono::seconds(30);

/// A book, and what a test does to the table of jobs.
class JobTable : public BookTest {
protected:
    app::JobOrder order(std::string parameters = R"({"report":"journal"})") {
        app::JobOrder made;
        made.id = new_id<app::JobId>();
        made.book_id = book;
        made.kind = app::JobKind::export_;
        made.parameters = std::move(parameters);
        made.created_by = owner;
        made.created_by_name = "Pemilik";
        made.locale = "id";
        made.outlet_scope = std::vector<OutletId>{outlet("PST"), outlet("BDG")};
        made.created_at = store->clock.now();
        return made;
    }
    app::JobId make() {
        const auto made = order();
        EXPECT_TRUE(wait(jobs().create(made, 100, soon())));
        return made.id;
    }
    app::JobRecord find(app::JobId job) {
        auto found = wait(jobs().find(job, soon()));
        if (!found) {
            throw std::runtime_error("there is no such job");
        }
        return std::move(*found);
    }
    app::JobStore::Claimed must_claim(app::JobId job) {
        auto claim = wait(jobs().claim(job, job_lease_for, soon()));
        if (!claim.claimed) {
            throw std::runtime_error("the job was not claimed");
        }
        return std::move(*claim.claimed);
    }
    Instant later(std::int64_t seconds) {
        return {store->clock.now().us + seconds * job_second_us};
    }
    static app::JobStore::Progress at(int permille, std::optional<std::string> checkpoint = {}) {
        return {permille, "reading", std::move(checkpoint)};
    }
    std::string file(app::JobId job) {
        std::string bytes;
        for (;;) {
            const auto piece = wait(jobs().read_file(job, bytes.size(), soon()));
            if (piece.empty()) {
                return bytes;
            }
            bytes += piece;
        }
    }
    app::JobStore::Ending ending() {
        return {R"({"ok":true})", app::JobFile{"a.csv", "text/csv", 0}, later(7 * 86'400)};
    }
};

}  // namespace arus::contract
