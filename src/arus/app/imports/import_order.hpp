// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/import_store.hpp"
#include "arus/imports/mapping.hpp"
#include "arus/ledger/act.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace arus {
class JsonWriter;
}

namespace arus::app {

enum class ImportKind { csv, hledger };

std::string_view text_of(ImportKind kind);
std::optional<ImportKind> parse_import_kind(std::string_view text);

/// What POST /imports says beside the file. Shapes have been checked, sense has not.
struct ImportOptions {
    ImportKind kind = ImportKind::csv;
    bool is_dry_run = true;
    imports::Mapping mapping;
    ledger::IfLocked if_locked = ledger::IfLocked::refuse;
};

struct ImportOrder {
    ImportId import_id;
    std::string file_name;
    ImportOptions options;
};

/// As the wire shows it in the job's `parameters`: only what was given.
std::string encode_import_order(const ImportOrder& order);
/// Nothing where the parameters are of an undo. Precondition: made by one of the encoders.
std::optional<ImportOrder> decode_import_order(const std::string& text);

/// `{"undo": "<job>"}`.
std::string encode_undo_order(JobId job);
std::optional<JobId> decode_undo_order(const std::string& text);

/// The wire's ImportMapping; decoding takes what encoding made.
void write_mapping(JsonWriter& json, const imports::Mapping& mapping);
std::string encode_mapping(const imports::Mapping& mapping);
imports::Mapping decode_mapping(const std::string& text);

}  // namespace arus::app
