// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

// A file as a row of bytes, for what is written and read once from front to back. Calls block, so
// they are for the command line. Throws Failure: unavailable, storage_full.
namespace arus::app {

class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual void write(std::string_view bytes) = 0;
};

class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Fills all of `into` unless the end comes first; how many bytes it got.
    virtual std::size_t read(std::span<char> into) = 0;
    /// Back to the first byte.
    virtual void rewind() = 0;
};

}  // namespace arus::app
