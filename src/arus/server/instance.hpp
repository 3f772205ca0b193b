// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/demo/demo.hpp"
#include "arus/config/settings.hpp"
#include "arus/server/lan_page.hpp"
#include "arus/transports/http/static_files.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace arus::server {

/// Books to look at; see app/demo.
struct DemoOptions {
    bool traffic = false;          ///< go on selling
    app::Demo::Progress progress;  ///< called while the history is made
};

/// One running `arus serve`: the only place that names concrete adapters and knows the order of
/// start and stop.
///
///   start   store -> use cases -> socket -> listeners -> ready
///   stop    not ready -> refuse upgrades, move sockets away -> finish requests -> committer ->
///   checks -> store -> loops
///
/// Nothing that was acknowledged is lost by stop(), nor by a kill: acknowledging comes after the
/// disk.
class Instance {
public:
    struct Options {
        config::Settings settings;
        std::optional<DemoOptions> demo;
        /// Deliver the web client from this folder instead of the one inside the program.
        std::optional<std::filesystem::path> web_dir;
        /// Show the page about this machine's own certificate on settings.trust_listen.
        std::optional<LanPage> lan_page;
    };

    /// Opens everything and listens; requests are answered from when it returns. Throws Failure.
    static std::unique_ptr<Instance> start(Options options);
    virtual ~Instance() = default;

    /// `http://127.0.0.1:8080`, with the port that was taken.
    virtual std::string url() const = 0;
    virtual std::string admin_url() const = 0;
    /// Of the page about the certificate; nothing without one.
    virtual std::optional<std::string> trust_url() const = 0;

    /// Reads the listener's certificate again, if it has one; keeps the old one where the new one
    /// cannot be used, and says so in the log.
    virtual void reload_certificate() = 0;

    /// What the first user must give who comes from another machine; nothing once there is a user.
    virtual const std::optional<std::string>& setup_code() const = 0;

    /// The password of everybody in the demo; nothing where this is no demo.
    virtual std::optional<std::string> demo_password() const = 0;

    /// The stop order above. Returns when everything has ended.
    virtual void stop() = 0;
};

}  // namespace arus::server
