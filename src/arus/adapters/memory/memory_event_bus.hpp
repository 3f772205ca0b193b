// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arus/app/ports/event_bus.hpp"

#include <memory>

namespace arus::memory {

/// The bus of a single instance: publish() calls every receiver in turn, on the publisher's thread.
/// Safe from every thread; the order of one book is the order in which its batches are published,
/// one after the other.
std::unique_ptr<app::EventBus> make_memory_event_bus();

}  // namespace arus::memory
