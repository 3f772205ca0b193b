// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/demo/demo.hpp"

#include <filesystem>

namespace arus::server {

/// Days of history that a new demo begins with.
inline constexpr std::int32_t demo_history_days = 90;

/// What the demo in `folder` remembers of itself, in the file `demo.toml` there; for a folder that
/// is missing or empty a new demo with a random password, which is written down at once. Throws
/// Failure (configuration) for a folder with anything else in it: the demo never touches books that
/// are not its own.
app::DemoIdentity open_demo_folder(const std::filesystem::path& folder);

/// Replaces what is remembered; the file is readable by its owner only. Throws Failure.
void remember_demo(const std::filesystem::path& folder, const app::DemoIdentity& identity);

}  // namespace arus::server
