// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <glib.h>

#include <cstdint>
#include <functional>
#include <string>

namespace arus::desktop {

/// The server on this computer: `arus serve` as a child of the shell.
///
///   start() ──► starting ── "listening" on its stdout ──► ready
///                  │                                        │
///                  └────── it ends, or 60 s pass ───────────┴──► ended   (unless stop() was
///                  called)
///   stop()  ──► stopping: SIGTERM, its stdin closed ── it ends, or SIGKILL after 20 s ──► stopped
///
/// It can not outlive the shell: the kernel sends it SIGTERM when the shell dies
/// (PR_SET_PDEATHSIG), and the end of its stdin tells it the same. Either way it stops in order.
/// One per shell; every call and every callback on the main thread, which must be the one that
/// forks: the kernel's signal is tied to that thread.
class ServerChild {
public:
    struct Options {
        std::string program;      ///< path of `arus`
        std::string data_folder;  ///< made if it is not there; also its working folder
        std::string log_file;  ///< its stderr; the one of the run before is kept beside it as `….1`
        std::uint16_t port = 0;
    };
    struct Events {
        std::function<void()> ready;  ///< at most once
        std::function<void()> ended;  ///< it ended without being asked, or never became ready
    };

    ServerChild(Options options, Events events);
    /// Kills it if it still runs: call stop() before, and wait.
    ~ServerChild();
    ServerChild(const ServerChild&) = delete;
    ServerChild& operator=(const ServerChild&) = delete;

    /// Starts it. False, with a warning in the log, where that is impossible; `ended` is not called
    /// then.
    bool start();

    /// It runs and is to go on; one that was asked to stop does not count, though it may still
    /// answer.
    bool is_running() const { return pid_ != 0 && !stopped_; }
    bool is_stopping() const { return pid_ != 0 && stopped_ != nullptr; }

    /// Asks it to stop and calls `stopped` when it is gone; at once where none runs. While it stops
    /// another call only puts another `stopped` in the place of the one before.
    void stop(std::function<void()> stopped);

private:
    static gboolean on_output(gint fd, GIOCondition condition, gpointer self);
    static void on_exit(GPid pid, gint status, gpointer self);
    static gboolean on_start_deadline(gpointer self);
    static gboolean on_stop_deadline(gpointer self);
    void read_line(const std::string& line);
    void close_pipes();
    void end_timer();

    Options options_;
    Events events_;
    std::function<void()> stopped_;
    GPid pid_ = 0;
    int stdin_fd_ = -1;
    int stdout_fd_ = -1;
    guint output_source_ = 0;
    guint exit_source_ = 0;
    guint timer_ = 0;
    bool is_ready_ = false;
    std::string output_;
};

}  // namespace arus::desktop
