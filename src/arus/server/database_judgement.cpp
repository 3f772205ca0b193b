// SPDX-License-Identifier: Apache-2.0
#include "arus/server/database_judgement.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

namespace arus::server {

namespace {

using Level = Judgement::Level;

constexpr std::uint64_t mebibyte = 1U << 20U;
constexpr std::uint64_t packet_bytes_wanted = 16 * mebibyte;
constexpr std::int64_t skew_us_max = 2'000'000;

/// Major and minor number of `10.11.6-MariaDB`.
std::pair<int, int> version_of(const std::string& text) {
    int major = 0;
    int minor = 0;
    std::sscanf(text.c_str(), "%d.%d", &major, &minor);
    return {major, minor};
}

Judgement version(const mysql::Diagnosis& diagnosis) {
    const auto oldest = diagnosis.is_mariadb ? std::pair(10, 11) : std::pair(8, 4);
    const bool is_known = version_of(diagnosis.version) >= oldest;
    return {
        is_known ? Level::ok : Level::warning, "version", diagnosis.version,
        is_known ? "" : "Arus is tested with MySQL 8.4 and 9, MariaDB 10.11 and later"};
}

void judge_durability(const mysql::Diagnosis& diagnosis, std::vector<Judgement>& all) {
    const std::int64_t flush = diagnosis.flush_log_at_trx_commit;
    all.push_back(
        {flush == 1 ? Level::ok : Level::refusal, "commits reach the disk",
         "innodb_flush_log_at_trx_commit = " + std::to_string(flush),
         flush == 1 ? ""
                    : "set innodb_flush_log_at_trx_commit = 1; otherwise a power cut takes entries "
                      "that were confirmed"});
    if (!diagnosis.binlog) {
        all.push_back({Level::ok, "binary log", "off", ""});
    } else {
        const bool is_synced = diagnosis.sync_binlog == 1;
        all.push_back(
            {is_synced ? Level::ok : Level::refusal, "binary log",
             "on, sync_binlog = " + std::to_string(diagnosis.sync_binlog),
             is_synced ? ""
                       : "set sync_binlog = 1; otherwise log and tables can disagree after a power "
                         "cut, and a replica or a restore misses confirmed entries"});
    }
    all.push_back(
        {diagnosis.strict ? Level::ok : Level::refusal, "strict mode",
         "sql_mode = " + diagnosis.sql_mode,
         diagnosis.strict ? ""
                          : "add STRICT_TRANS_TABLES to sql_mode; otherwise values that do not fit "
                            "are changed in silence"});
    all.push_back(
        {diagnosis.doublewrite ? Level::ok : Level::warning, "torn pages",
         diagnosis.doublewrite ? "innodb_doublewrite is on" : "innodb_doublewrite is off",
         diagnosis.doublewrite ? ""
                               : "set innodb_doublewrite = ON unless the file system never tears a "
                                 "page"});
    if (diagnosis.galera) {
        all.push_back(
            {Level::warning, "cluster", "Galera",
             "let all instances of Arus write to one node, and wait for a majority before a commit "
             "is confirmed: writes on several nodes are certified too late"});
    }
    if (diagnosis.read_only) {
        all.push_back(
            {Level::problem, "writable", "the server is read only",
             "connect to the node that takes writes"});
    }
}

void judge_settings(
    const mysql::Diagnosis& diagnosis, const JudgementContext& context,
    std::vector<Judgement>& all) {
    const bool is_utf8 = diagnosis.database_charset == "utf8mb4";
    all.push_back(
        {is_utf8 ? Level::ok : Level::warning, "character set",
         diagnosis.database_charset + ", " + diagnosis.database_collation,
         is_utf8 ? ""
                 : "ALTER DATABASE … CHARACTER SET utf8mb4; the tables of Arus name theirs, what "
                   "others add would not"});
    all.push_back(
        {Level::ok, "isolation",
         "the server's is " + diagnosis.isolation
             + "; Arus sets its own: READ COMMITTED to write, one snapshot to read",
         ""});
    const bool is_wide = diagnosis.max_allowed_packet >= packet_bytes_wanted;
    all.push_back(
        {is_wide ? Level::ok : Level::warning, "size of a statement",
         "max_allowed_packet = " + std::to_string(diagnosis.max_allowed_packet / mebibyte) + " MiB",
         is_wide ? "" : "set max_allowed_packet = 16M or more; batches are cut smaller meanwhile"});
    const bool has_room = diagnosis.max_connections >= 2 * context.connections_max;
    all.push_back(
        {has_room ? Level::ok : Level::warning, "connections",
         "max_connections = " + std::to_string(diagnosis.max_connections)
             + ", one instance of Arus uses up to " + std::to_string(context.connections_max),
         has_room ? "" : "raise max_connections: two instances do not fit"});
    all.push_back(
        {Level::ok, "memory for pages",
         "innodb_buffer_pool_size = " + std::to_string(diagnosis.buffer_pool_bytes / mebibyte)
             + " MiB",
         ""});
    const bool is_open = diagnosis.tls_cipher.empty();
    all.push_back(
        {is_open && context.is_remote ? Level::warning : Level::ok, "way to the database",
         is_open ? "not encrypted" : "TLS, " + diagnosis.tls_cipher,
         is_open && context.is_remote ? "add ?tls=verify&ca=FILE to the address, or ?tls=require"
                                      : ""});
    const std::int64_t skew_us = std::llabs(diagnosis.server_time.us - diagnosis.machine_time.us);
    const bool is_near = skew_us <= skew_us_max;
    all.push_back(
        {is_near ? Level::ok : Level::warning, "clocks",
         "the database's and this machine's are " + std::to_string(skew_us / 1'000) + " ms apart",
         is_near ? "" : "keep both by NTP: Arus writes times by its own machine's clock"});
}

void judge_schema(const mysql::Diagnosis& diagnosis, std::vector<Judgement>& all) {
    const std::string versions = std::to_string(diagnosis.schema_version) + " of "
                                 + std::to_string(diagnosis.schema_version_wanted);
    if (diagnosis.schema_version > diagnosis.schema_version_wanted) {
        all.push_back(
            {Level::problem, schema_subject, versions,
             "a newer version of Arus has been here; run that one"});
    } else if (diagnosis.schema_unfinished) {
        all.push_back(
            {Level::warning, schema_subject, versions + ", and a migration has not ended",
             "run `arus migrate` again: it goes on where it broke"});
    } else if (diagnosis.schema_version < diagnosis.schema_version_wanted) {
        all.push_back(
            {Level::warning, schema_subject, versions,
             "`arus migrate` or the next start of `arus serve` brings it up to date"});
    } else {
        all.push_back({Level::ok, schema_subject, versions, ""});
    }
    if (diagnosis.schema_version == 0) {
        return;
    }
    if (diagnosis.missing_triggers.empty()) {
        all.push_back({Level::ok, "guards of the history", "every trigger is there", ""});
        return;
    }
    if (diagnosis.excess_privileges.empty()) {
        // Only who may make triggers is shown them.
        all.push_back(
            {Level::ok, "guards of the history",
             "not shown to " + diagnosis.user + ", who may not touch the history anyway", ""});
        return;
    }
    std::string names;
    for (const std::string& name : diagnosis.missing_triggers) {
        names += (names.empty() ? "" : ", ") + name;
    }
    std::string advice = "make them again from migrations/mysql as the schema's owner";
    if (diagnosis.binlog && !diagnosis.trust_function_creators) {
        advice += ", which with the binary log on needs log_bin_trust_function_creators = 1";
    }
    all.push_back({Level::problem, "guards of the history", "missing: " + names, advice});
}

std::string listed(const std::vector<mysql::TablePrivilege>& privileges) {
    std::string text;
    std::set<std::string> seen;
    for (const mysql::TablePrivilege& one : privileges) {
        if (seen.insert(one.privilege + " " + one.table).second) {
            text += (text.empty() ? "" : ", ") + one.privilege + " on " + one.table;
        }
    }
    return text;
}

void judge_rights(
    const mysql::Diagnosis& diagnosis, const JudgementContext& context,
    std::vector<Judgement>& all) {
    if (!diagnosis.excess_privileges.empty()) {
        all.push_back(
            {Level::warning, rights_subject,
             diagnosis.user + " may " + listed(diagnosis.excess_privileges),
             context.has_owner_url
                 ? "revoke them: migrations/mysql/grants.sql has what the server's user needs"
                 : "give the server a user of its own (migrations/mysql/grants.sql) and name the "
                   "schema's owner in ARUS_MIGRATE_DATABASE_URL"});
    } else {
        all.push_back(
            {Level::ok, rights_subject, diagnosis.user + " can neither change nor delete history",
             ""});
    }
    if (!diagnosis.missing_privileges.empty()) {
        all.push_back(
            {Level::problem, rights_subject,
             diagnosis.user + " may not " + listed(diagnosis.missing_privileges),
             "grant them: let the database's administrator run migrations/mysql/grants.sql"});
    }
}

void judge_making_of_triggers(const mysql::Diagnosis& diagnosis, std::vector<Judgement>& all) {
    if (diagnosis.binlog && !diagnosis.trust_function_creators
        && diagnosis.schema_version < diagnosis.schema_version_wanted) {
        all.push_back(
            {Level::warning, "making triggers", "log_bin_trust_function_creators is off",
             "set log_bin_trust_function_creators = 1, or give the schema's owner SUPER: with the "
             "binary log on the server refuses triggers otherwise (error 1419)"});
    }
}

}  // namespace

std::vector<Judgement> judge(const mysql::Diagnosis& diagnosis, const JudgementContext& context) {
    std::vector<Judgement> all{version(diagnosis)};
    judge_durability(diagnosis, all);
    judge_settings(diagnosis, context, all);
    judge_schema(diagnosis, all);
    if (!context.is_of_owner) {
        judge_rights(diagnosis, context, all);
    }
    judge_making_of_triggers(diagnosis, all);
    return all;
}

}  // namespace arus::server
