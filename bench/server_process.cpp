// SPDX-License-Identifier: Apache-2.0
#include "server_process.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace arus::bench {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// GET without keep-alive; the whole response, or nothing if nobody answers.
std::string get(std::uint16_t port, const std::string& path) {
    asio::io_context context;
    tcp::socket socket(context);
    boost::system::error_code error;
    socket.connect({asio::ip::address_v4::loopback(), port}, error);
    if (error) {
        return {};
    }
    asio::write(
        socket,
        asio::buffer("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"),
        error);
    std::string response;
    asio::read(socket, asio::dynamic_buffer(response), error);
    return response;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace

double cpu_seconds_of(pid_t pid) {
    const std::string stat = text_of("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t end_of_name = stat.rfind(')');
    if (end_of_name == std::string::npos) {
        return 0;
    }
    // proc(5): after the name come state (field 3) and so on; utime and stime are fields 14 and 15.
    std::istringstream fields(stat.substr(end_of_name + 2));
    std::string skipped;
    for (int field = 3; field < 14; ++field) {
        fields >> skipped;
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

double cpu_seconds_of_machine() {
    // proc(5): user nice system idle iowait irq softirq, in clock ticks.
    std::istringstream stat(text_of("/proc/stat"));
    std::string name;
    double user = 0;
    double nice = 0;
    double system = 0;
    double idle = 0;
    double waiting = 0;
    double interrupts = 0;
    double soft_interrupts = 0;
    stat >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft_interrupts;
    return (user + nice + system + interrupts + soft_interrupts)
           / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t rss_kib_of(pid_t pid) {
    std::istringstream status(text_of("/proc/" + std::to_string(pid) + "/status"));
    std::string word;
    while (status >> word) {
        if (word == "VmRSS:") {
            std::uint64_t kib = 0;
            status >> kib;
            return kib;
        }
    }
    return 0;
}

ServerProcess::ServerProcess(
    std::filesystem::path arus, std::filesystem::path folder, std::vector<std::string> flags) :
    folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    std::vector<std::string> words{
        arus.string(),    "serve",       "--listen",   "127.0.0.1:0",
        "--admin-listen", "127.0.0.1:0", "--data-dir", (folder_ / "data").string(),
        "--log-level",    "warn"};
    words.insert(words.end(), flags.begin(), flags.end());
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    const std::string log = (folder_ / "server.log").string();
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    const auto began = Clock::now();
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(1);
        }
        ::dup2(pipe_ends[1], STDOUT_FILENO);
        const int log_file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        ::dup2(log_file, STDERR_FILENO);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(pipe_ends[1]);
    output_ = pipe_ends[0];
    const auto until = began + std::chrono::seconds(60);
    read_addresses(until);
    while (!get(port_, "/readyz").starts_with("HTTP/1.1 200")) {
        if (Clock::now() > until) {
            give_up("it did not become ready");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ready_ms_ = std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

void ServerProcess::read_addresses(TimePoint until) {
    std::string text;
    const auto port_after = [&text](const std::string& words) -> std::uint16_t {
        const std::size_t at = text.find(words);
        const std::size_t end = at == std::string::npos ? at : text.find('\n', at);
        if (end == std::string::npos) {
            return 0;
        }
        return static_cast<std::uint16_t>(std::stoul(text.substr(text.rfind(':', end) + 1)));
    };
    while (port_ == 0 || admin_port_ == 0) {
        pollfd waiting{output_, POLLIN, 0};
        char chunk[1024];
        const bool has_more = ::poll(&waiting, 1, 1000) > 0;
        const ssize_t count = has_more ? ::read(output_, chunk, sizeof chunk) : 0;
        if ((has_more && count <= 0) || Clock::now() > until) {
            give_up("it did not say where it listens");
        }
        text.append(chunk, static_cast<std::size_t>(count));
        port_ = port_after("listening http");
        admin_port_ = port_after("admin http");
    }
}

void ServerProcess::give_up(const std::string& what) {
    std::string log = text_of(folder_ / "server.log");
    stop();
    throw std::runtime_error(
        "the server failed: " + what + "\n"
        + log.substr(log.size() - std::min<std::size_t>(log.size(), 2000)));
}

double ServerProcess::metric(const std::string& name) const {
    const std::string text = get(admin_port_, "/metrics");
    const std::size_t at = text.find("\n" + name + " ");
    if (at == std::string::npos) {
        throw std::runtime_error("the server has no metric " + name);
    }
    return std::stod(text.substr(at + name.size() + 2));
}

double ServerProcess::histogram_bound(const std::string& name, double q) const {
    const std::string text = get(admin_port_, "/metrics");
    const double wanted = q * metric(name + "_count");
    const std::string bucket = "\n" + name + "_bucket{le=\"";
    for (std::size_t at = text.find(bucket); at != std::string::npos;
         at = text.find(bucket, at + 1)) {
        const std::size_t bound = at + bucket.size();
        const std::size_t end = text.find('"', bound);
        if (std::stod(text.substr(text.find("} ", end) + 2)) >= wanted) {
            return std::stod(text.substr(bound, end - bound));  // "+Inf" is infinity to stod
        }
    }
    throw std::runtime_error("the server has no histogram " + name);
}

void ServerProcess::stop() {
    if (pid_ <= 0) {
        return;
    }
    ::kill(pid_, SIGTERM);
    const auto until = Clock::now() + std::chrono::seconds(20);
    while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
        if (Clock::now() > until) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
            break;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    pid_ = 0;
    ::close(output_);
}

ServerProcess::~ServerProcess() {
    stop();
}

}  // namespace arus::bench
