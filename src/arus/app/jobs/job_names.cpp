// SPDX-License-Identifier: Apache-2.0
// The words of jobs and notifications, as they stand on the wire and in the database.
#include "arus/app/ports/documents.hpp"
#include "arus/app/ports/notification_store.hpp"
#include "arus/base/assert.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arus::app {

namespace {

template <class Kind, std::size_t count>
using Names = std::array<std::pair<Kind, std::string_view>, count>;

constexpr Names<JobKind, 3> job_kinds{{
    {JobKind::verify, "verify"},
    {JobKind::export_, "export"},
    {JobKind::import, "import"},
}};
constexpr Names<JobStatus, 4> job_statuses{{
    {JobStatus::queued, "queued"},
    {JobStatus::running, "running"},
    {JobStatus::done, "done"},
    {JobStatus::failed, "failed"},
}};
constexpr Names<NotificationKind, 4> notification_kinds{{
    {NotificationKind::balance_below, "balance_below"},
    {NotificationKind::transaction_above, "transaction_above"},
    {NotificationKind::outlet_silent, "outlet_silent"},
    {NotificationKind::job_finished, "job_finished"},
}};
constexpr Names<DocumentForm, 4> document_forms{{
    {DocumentForm::csv, "csv"},
    {DocumentForm::xlsx, "xlsx"},
    {DocumentForm::pdf, "pdf"},
    {DocumentForm::hledger, "hledger"},
}};

template <class Kind, std::size_t count>
std::string_view name_in(const Names<Kind, count>& names, Kind kind) {
    const auto found = std::ranges::find(names, kind, &std::pair<Kind, std::string_view>::first);
    ARUS_ASSERT(found != names.end());
    return found->second;
}

template <class Kind, std::size_t count>
std::optional<Kind> kind_in(const Names<Kind, count>& names, std::string_view text) {
    const auto found = std::ranges::find(names, text, &std::pair<Kind, std::string_view>::second);
    return found == names.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view text_of(JobKind kind) {
    return name_in(job_kinds, kind);
}
std::string_view text_of(JobStatus status) {
    return name_in(job_statuses, status);
}
std::string_view text_of(NotificationKind kind) {
    return name_in(notification_kinds, kind);
}
std::string_view text_of(DocumentForm form) {
    return name_in(document_forms, form);
}

std::optional<JobKind> parse_job_kind(std::string_view text) {
    return kind_in(job_kinds, text);
}
std::optional<JobStatus> parse_job_status(std::string_view text) {
    return kind_in(job_statuses, text);
}
std::optional<NotificationKind> parse_notification_kind(std::string_view text) {
    return kind_in(notification_kinds, text);
}
std::optional<DocumentForm> parse_document_form(std::string_view text) {
    return kind_in(document_forms, text);
}

}  // namespace arus::app
