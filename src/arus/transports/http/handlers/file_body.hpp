// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/base/refusal.hpp"
#include "arus/base/result.hpp"
#include "arus/transports/http/detail/transfer_slots.hpp"
#include "arus/transports/http/message.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace arus::http {

/// The body of a response that is put together piece by piece: in memory as long as it is small,
/// then in a file without a name in the system's folder for temporary files, which is read as
/// memory that the system may drop and fetch again. So memory does not grow with what somebody
/// downloads, and no more lies on disk than there are slots: each holds one until it has been sent.
///
/// Throws Failure storage_full where the disk does not take it.
class FileBody {
public:
    /// For this person or key. `slots` must outlive the response.
    FileBody(detail::TransferSlots& slots, UserId who);
    ~FileBody();
    FileBody(FileBody&&) noexcept;
    FileBody& operator=(FileBody&&) noexcept;

    /// rate_limited, unavailable: it would go on disk, and no slot is free.
    Result<Done> append(std::string_view bytes);
    std::uint64_t bytes() const { return bytes_; }
    /// Once, at the end.
    void move_into(Response& response);

private:
    class MappedFile;

    detail::TransferSlots* slots_;
    UserId who_;
    std::uint64_t bytes_ = 0;
    std::string memory_;
    std::shared_ptr<MappedFile> file_;
};

}  // namespace arus::http
