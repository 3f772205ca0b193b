// SPDX-License-Identifier: Apache-2.0
#include "arus/transports/http/detail/shard.hpp"

#include "arus/base/log.hpp"

#include <ctime>
#include <utility>

namespace arus::http::detail {

namespace {

constexpr std::size_t read_bytes = 8U << 10U;
constexpr std::size_t spare_buffers_max = 64;
constexpr std::uint64_t failures_logged_max = 5;  ///< a second and loop, of those that may pass

}  // namespace

std::vector<char> Shard::take_buffer() {
    if (spare_buffers.empty()) {
        return std::vector<char>(read_bytes);
    }
    std::vector<char> buffer = std::move(spare_buffers.back());
    spare_buffers.pop_back();
    return buffer;
}

void Shard::give_buffer(std::vector<char> buffer) {
    if (buffer.size() == read_bytes && spare_buffers.size() < spare_buffers_max) {
        spare_buffers.push_back(std::move(buffer));
    }
}

bool Shard::logs_another_failure() {
    const std::int64_t now = std::time(nullptr);
    if (now != failures_second) {
        if (failures > failures_logged_max) {
            log::error(
                "more requests met a failure",
                {{"not_logged_one_by_one", failures - failures_logged_max}});
        }
        failures_second = now;
        failures = 0;
    }
    return ++failures <= failures_logged_max;
}

}  // namespace arus::http::detail
