// SPDX-License-Identifier: Apache-2.0
#include "desktop/server_child.hpp"

#include "desktop/glib.hpp"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string_view>
#include <utility>
#include <vector>

namespace arus::desktop {

namespace {

constexpr guint start_deadline_s = 60;
constexpr guint stop_deadline_s = 20;
constexpr std::size_t line_bytes_max = 65'536;
constexpr std::string_view ready_line = "listening ";

struct FreeStrings {
    void operator()(char** strings) const { g_strfreev(strings); }
};
using OwnedStrings = std::unique_ptr<char*, FreeStrings>;

/// In the child, between fork and exec: only what is safe there. `data` is the parent's process id.
void tie_to_parent(gpointer data) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    // The parent may have died before the line above.
    if (::getppid() != static_cast<pid_t>(GPOINTER_TO_INT(data))) {
        ::_exit(1);
    }
    // Ctrl+C in the terminal is for the shell, which then stops the server itself.
    ::setpgid(0, 0);
}

/// This environment without settings of Arus: the books of this computer are not somebody's server.
OwnedStrings child_environment() {
    char** environment = g_get_environ();
    const OwnedStrings names(g_listenv());
    for (char** name = names.get(); *name != nullptr; ++name) {
        if (g_str_has_prefix(*name, "ARUS_")) {
            environment = g_environ_unsetenv(environment, *name);
        }
    }
    return OwnedStrings(environment);
}

int open_log(const std::string& path) {
    const OwnedText folder(g_path_get_dirname(path.c_str()));
    g_mkdir_with_parents(folder.get(), 0700);
    g_rename(path.c_str(), (path + ".1").c_str());
    return g_open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

void close_if_open(int& fd) {
    if (fd >= 0) {
        ::close(fd);
        fd = -1;
    }
}

}  // namespace

ServerChild::ServerChild(Options options, Events events) :
    options_(std::move(options)), events_(std::move(events)) {
}

ServerChild::~ServerChild() {
    end_timer();
    if (exit_source_ != 0) {
        g_source_remove(exit_source_);
    }
    close_pipes();
    if (pid_ != 0) {
        ::kill(pid_, SIGKILL);
        g_spawn_close_pid(pid_);
    }
}

bool ServerChild::start() {
    if (g_mkdir_with_parents(options_.data_folder.c_str(), 0700) != 0) {
        g_warning("server: %s: %s", options_.data_folder.c_str(), g_strerror(errno));
        return false;
    }
    int log_fd = open_log(options_.log_file);
    if (log_fd < 0) {
        g_warning("server: %s: %s", options_.log_file.c_str(), g_strerror(errno));
        return false;
    }
    const std::string listen = "127.0.0.1:" + std::to_string(options_.port);
    const std::array<const char*, 13> command{
        options_.program.c_str(),
        "serve",
        "--listen",
        listen.c_str(),
        "--admin-listen",
        "127.0.0.1:0",
        "--data-dir",
        options_.data_folder.c_str(),
        "--drain-timeout",
        "2s",
        "--until-stdin-ends",
        nullptr,
        nullptr};
    const OwnedStrings environment = child_environment();
    GError* error = nullptr;
    const gboolean is_started = g_spawn_async_with_pipes_and_fds(
        options_.data_folder.c_str(), command.data(), environment.get(), G_SPAWN_DO_NOT_REAP_CHILD,
        tie_to_parent, GINT_TO_POINTER(::getpid()), -1, -1, log_fd, nullptr, nullptr, 0, &pid_,
        &stdin_fd_, &stdout_fd_, nullptr, &error);
    const OwnedError owned(error);
    if (is_started == FALSE) {
        g_warning("server: %s", error->message);
        // The page that says so names this file.
        ::dprintf(log_fd, "%s\n", error->message);
    }
    close_if_open(log_fd);
    if (is_started == FALSE) {
        pid_ = 0;
        return false;
    }
    g_unix_set_fd_nonblocking(stdout_fd_, TRUE, nullptr);
    output_source_ = g_unix_fd_add(
        stdout_fd_, static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR), on_output, this);
    exit_source_ = g_child_watch_add(pid_, on_exit, this);
    timer_ = g_timeout_add_seconds(start_deadline_s, on_start_deadline, this);
    return true;
}

void ServerChild::stop(std::function<void()> stopped) {
    if (pid_ == 0) {
        stopped();
        return;
    }
    const bool is_asked = is_stopping();
    stopped_ = std::move(stopped);
    if (is_asked) {
        return;
    }
    end_timer();
    ::kill(pid_, SIGTERM);
    close_if_open(stdin_fd_);
    timer_ = g_timeout_add_seconds(stop_deadline_s, on_stop_deadline, this);
}

gboolean ServerChild::on_output(gint fd, GIOCondition, gpointer self) {
    auto& child = *static_cast<ServerChild*>(self);
    std::array<char, 4'096> bytes{};
    const ssize_t count = ::read(fd, bytes.data(), bytes.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return G_SOURCE_CONTINUE;
    }
    if (count <= 0) {
        child.output_source_ = 0;
        return G_SOURCE_REMOVE;
    }
    child.output_.append(bytes.data(), static_cast<std::size_t>(count));
    for (auto end = child.output_.find('\n'); end != std::string::npos;
         end = child.output_.find('\n')) {
        const std::string line = child.output_.substr(0, end);
        child.output_.erase(0, end + 1);
        child.read_line(line);
    }
    if (child.output_.size() > line_bytes_max) {
        child.output_.clear();
    }
    return G_SOURCE_CONTINUE;
}

void ServerChild::read_line(const std::string& line) {
    if (is_ready_ || stopped_ || !line.starts_with(ready_line)) {
        return;
    }
    is_ready_ = true;
    end_timer();
    events_.ready();
}

void ServerChild::on_exit(GPid pid, gint status, gpointer self) {
    auto& child = *static_cast<ServerChild*>(self);
    g_spawn_close_pid(pid);
    child.exit_source_ = 0;
    child.pid_ = 0;
    child.end_timer();
    child.close_pipes();
    GError* error = nullptr;
    if (g_spawn_check_wait_status(status, &error) == FALSE) {
        const OwnedError owned(error);
        g_warning("server: %s; see %s", error->message, child.options_.log_file.c_str());
    }
    // A callback may end this object: it is the last thing that happens.
    const auto then = child.stopped_ ? std::exchange(child.stopped_, nullptr) : child.events_.ended;
    then();
}

gboolean ServerChild::on_start_deadline(gpointer self) {
    auto& child = *static_cast<ServerChild*>(self);
    child.timer_ = 0;
    g_warning("server: not ready after %u s", start_deadline_s);
    ::kill(child.pid_, SIGTERM);
    child.timer_ = g_timeout_add_seconds(stop_deadline_s, on_stop_deadline, self);
    return G_SOURCE_REMOVE;
}

gboolean ServerChild::on_stop_deadline(gpointer self) {
    auto& child = *static_cast<ServerChild*>(self);
    child.timer_ = 0;
    g_warning("server: still running %u s after SIGTERM; killed", stop_deadline_s);
    ::kill(child.pid_, SIGKILL);
    return G_SOURCE_REMOVE;
}

void ServerChild::close_pipes() {
    if (output_source_ != 0) {
        g_source_remove(output_source_);
        output_source_ = 0;
    }
    close_if_open(stdin_fd_);
    close_if_open(stdout_fd_);
}

void ServerChild::end_timer() {
    if (timer_ != 0) {
        g_source_remove(timer_);
        timer_ = 0;
    }
}

}  // namespace arus::desktop
