// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/imports/imports.hpp"

#include <string>
#include <string_view>
#include <vector>

// Bodies and replies of imports.
namespace arus::wire {

/// The part `options` of an upload: ImportOptions.
Result<app::ImportOptions> read_import_options(std::string_view body);

struct ImportAgain {
    app::ImportId import_id;
    app::ImportOptions options;
};
Result<ImportAgain> read_import_again(std::string_view body);

/// An ImportMapping by itself, as in a file for the command line.
Result<imports::Mapping> read_import_mapping(std::string_view body);

std::string import_row_list_reply(const app::Page<std::string>& page);
std::string import_mapping_list_reply(const std::vector<app::RememberedMapping>& mappings);

}  // namespace arus::wire
